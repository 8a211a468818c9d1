package org.stox.camel.msrp.wire;

import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import org.stox.protocol.sdp.Fingerprint;

/** Trust that does not come from who has signed (RFC 8122 §6.2). */
abstract class PeerTrust extends X509ExtendedTrustManager {

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    abstract void check(X509Certificate[] chain) throws CertificateException;

    /** Whoever it is: it is looked at later. */
    static final class Anybody extends PeerTrust {

        @Override
        void check(X509Certificate[] chain) {
            // see TlsIdentity.accepts
        }
    }

    /** Who has one of these certificates. */
    static final class Named extends PeerTrust {

        private final List<Fingerprint> named;

        Named(List<Fingerprint> named) {
            this.named = named;
        }

        @Override
        void check(X509Certificate[] chain) throws CertificateException {
            if (!Fingerprint.matches(named, chain[0].getEncoded())) {
                throw new CertificateException("The certificate is not the one that the session description names");
            }
        }
    }

    /** The certificate of a client is valid and for this host. */
    static boolean isValid(X509ExtendedTrustManager trust, Certificate[] certificates, String host) {
        var chain = Arrays.stream(certificates).map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
        try {
            trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return names(chain[0], host);
        } catch (CertificateException e) {
            return false;
        }
    }

    /** By its SubjectAltName (RFC 4975 §6.2); a wildcard is the leftmost label only. */
    private static boolean names(X509Certificate certificate, String host) throws CertificateException {
        var literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(n -> n.get(0).equals(DNS) && isDns((String) n.get(1), literal)
                || n.get(0).equals(ADDRESS) && literal.equalsIgnoreCase((String) n.get(1)));
    }

    private static boolean isDns(String pattern, String host) {
        var lower = pattern.toLowerCase(Locale.ROOT);
        int dot = host.indexOf('.');
        return lower.equals(host) || lower.startsWith("*.") && dot > 0 && lower.substring(1).equals(host.substring(dot));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
