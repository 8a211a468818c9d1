package org.stox.camel.msrp.wire;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

import org.stox.protocol.sdp.Fingerprint;

/**
 * Our certificates, and whose we trust (RFC 4975 §14.4, RFC 8122 §5). A peer that has named a fingerprint must have that certificate, whoever
 * has signed it; else it must be valid for the host of its URI. What a client has is looked at when its first request names a session.
 */
public final class TlsIdentity {

    private static final String[] KEY_TYPES = {"EC", "RSA", "EdDSA", "DSA"};

    private final KeyManager[] keys;
    private final X509ExtendedTrustManager trust;
    private final SSLContext server;
    private final List<Fingerprint> fingerprints;

    /**
     * @param keys ours; none where we only connect
     * @param trust who may sign
     */
    public TlsIdentity(KeyManager[] keys, X509ExtendedTrustManager trust) throws GeneralSecurityException {
        this.keys = keys.clone();
        this.trust = trust;
        this.server = context(new PeerTrust.Anybody());
        this.fingerprints = Stream.of(keys).filter(X509KeyManager.class::isInstance).map(X509KeyManager.class::cast)
                .flatMap(TlsIdentity::certificates).map(Fingerprint::of).distinct().toList();
    }

    private static Stream<byte[]> certificates(X509KeyManager keys) {
        return Stream.of(KEY_TYPES).flatMap(t -> Optional.ofNullable(keys.getServerAliases(t, null)).stream().flatMap(Stream::of))
                .map(keys::getCertificateChain).filter(c -> c != null && c.length > 0).map(c -> {
                    try {
                        return c[0].getEncoded();
                    } catch (CertificateEncodingException e) {
                        throw new IllegalStateException(e);     // it was read from such an encoding
                    }
                });
    }

    private SSLContext context(TrustManager who) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {who}, new SecureRandom());
        return context;
    }

    /** Of our certificates. */
    public List<Fingerprint> fingerprints() {
        return fingerprints;
    }

    /** For a connection that was accepted: the client is asked for a certificate and may have none. */
    SSLEngine server() {
        var engine = server.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(true);
        return engine;
    }

    /**
     * For a connection of ours.
     *
     * @param named of the peer; none: the certificate must be valid for the host
     */
    SSLEngine client(String host, int port, List<Fingerprint> named) {
        try {
            var engine = context(named.isEmpty() ? trust : new PeerTrust.Named(named)).createSSLEngine(host, port);
            engine.setUseClientMode(true);
            if (named.isEmpty()) {
                var parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
            }
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);         // the same has worked with the server's
        }
    }

    /**
     * Whether a client may have this session. Without a fingerprint it may come without certificate (RFC 4975 §6.2: who it is then follows
     * from the session that it names); one that it has must be valid for the host of its URI.
     */
    boolean accepts(SSLEngine engine, List<Fingerprint> named, String host) {
        try {
            var chain = engine.getSession().getPeerCertificates();
            return named.isEmpty() ? PeerTrust.isValid(trust, chain, host) : Fingerprint.matches(named, chain[0].getEncoded());
        } catch (SSLPeerUnverifiedException e) {
            return named.isEmpty();
        } catch (CertificateEncodingException e) {
            return false;
        }
    }
}
