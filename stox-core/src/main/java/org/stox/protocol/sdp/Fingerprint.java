package org.stox.protocol.sdp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.stox.protocol.Octets;

/** {@code a=fingerprint} (RFC 8122 §5): the digest of a certificate, which the certificate of the connection must match. */
public record Fingerprint(String hash, Octets digest) {

    /** The hash functions that may verify, the preferred first, and Java's names. MD5 and MD2 may not; SHA-1 is what RFC 4572 had. */
    private static final List<String> PREFERRED = List.of("sha-256", "sha-512", "sha-384", "sha-224", "sha-1");
    private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512", "sha-384", "SHA-384",
            "sha-224", "SHA-224", "sha-1", "SHA-1");

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    public Fingerprint {
        hash = hash.toLowerCase(Locale.ROOT);
        if (!SdpTokens.isToken(hash) || digest.length() == 0) {
            throw new SdpException("Bad fingerprint");
        }
    }

    /** Of a certificate of ours, by SHA-256. */
    public static Fingerprint of(byte[] certificate) {
        return new Fingerprint(PREFERRED.get(0), digest(PREFERRED.get(0), certificate));
    }

    public static Fingerprint read(String value) {
        int space = value.indexOf(' ');
        try {
            return new Fingerprint(space < 0 ? "" : value.substring(0, space), Octets.of(HEX.parseHex(value.substring(space + 1).strip())));
        } catch (IllegalArgumentException e) {
            throw new SdpException("Bad fingerprint");
        }
    }

    /**
     * Whether the certificate of a connection is one of those that the peer named: by the best hash function of those named, as a weaker one
     * must not help (§5.1). Of no fingerprint that can be verified nothing matches.
     *
     * @param certificate in DER
     */
    public static boolean matches(List<Fingerprint> named, byte[] certificate) {
        var best = best(named);
        if (best.isEmpty()) {
            return false;
        }
        var digest = digest(best.get(), certificate);
        return named.stream().anyMatch(f -> f.hash.equals(best.get()) && f.digest.equals(digest));
    }

    /** One of them can be verified. */
    public static boolean isUsable(List<Fingerprint> named) {
        return best(named).isPresent();
    }

    private static Optional<String> best(List<Fingerprint> named) {
        return PREFERRED.stream().filter(p -> named.stream().anyMatch(f -> f.hash.equals(p))).findFirst();
    }

    private static Octets digest(String hash, byte[] certificate) {
        try {
            return Octets.of(MessageDigest.getInstance(ALGORITHMS.get(hash)).digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);        // each Java has them
        }
    }

    @Override
    public String toString() {
        return hash + ' ' + HEX.formatHex(digest.toArray());
    }
}
