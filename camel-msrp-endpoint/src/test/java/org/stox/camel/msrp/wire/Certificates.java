package org.stox.camel.msrp.wire;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.stox.protocol.sdp.Fingerprint;

/** Key stores with one self-signed certificate each, made by the keytool of this Java. */
public final class Certificates {

    public static final String PASSWORD = "changeit";

    private Certificates() {
    }

    /** A certificate for this name: {@code dns:localhost}, {@code ip:127.0.0.1}. */
    public static Path store(Path folder, String name, String subject) throws Exception {
        var file = folder.resolve(name + ".p12");
        var tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", name,
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name, "-ext", "san=" + subject, "-validity", "2",
                "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        var output = new String(tool.getInputStream().readAllBytes());
        if (tool.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return file;
    }

    private static KeyStore load(Path file) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    static Fingerprint fingerprint(Path file) throws Exception {
        var store = load(file);
        return Fingerprint.of(store.getCertificate(store.aliases().nextElement()).getEncoded());
    }

    static KeyManager[] keys(Path file) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(file), PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }

    /** Trusts the certificates of these. */
    static X509ExtendedTrustManager trust(List<Path> files) throws Exception {
        var all = KeyStore.getInstance("PKCS12");
        all.load(null, null);
        for (var file : files) {
            var store = load(file);
            var alias = store.aliases().nextElement();
            all.setCertificateEntry(alias, store.getCertificate(alias));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(all);
        return (X509ExtendedTrustManager) trust.getTrustManagers()[0];
    }

    /** Of a peer that trusts whoever it meets, with a certificate or without. */
    static SSLContext peer(List<Path> own) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(own.isEmpty() ? new KeyManager[0] : keys(own.get(0)), new TrustManager[] {new PeerTrust.Anybody()}, null);
        return context;
    }
}
