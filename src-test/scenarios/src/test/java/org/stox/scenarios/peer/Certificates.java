package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Certificates as an operator makes them for a test: by openssl, for 127.0.0.1, signed by themselves. */
public final class Certificates {

    private Certificates() {
    }

    /** {@code cert.pem} and {@code key.pem} in that folder, and both as {@code key.p12} with the password of the users. */
    public static void selfSigned(Path folder) {
        run(folder, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem");
        run(folder, "openssl", "pkcs12", "-export", "-in", "cert.pem", "-inkey", "key.pem", "-out", "key.p12", "-passout",
                "pass:" + XmppServer.PASSWORD);
    }

    private static void run(Path folder, String... command) {
        try {
            int code = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ends with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }
}
