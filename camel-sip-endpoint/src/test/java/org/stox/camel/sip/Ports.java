package org.stox.camel.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port of 127.0.0.1 that neither UDP nor TCP uses now. */
final class Ports {

    private Ports() {
    }

    static int free() {
        for (int attempt = 0; attempt < 20; attempt++) {
            try (var tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                    var udp = new DatagramSocket(new InetSocketAddress("127.0.0.1", tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (IOException e) {
                // taken by the other protocol: another one
            }
        }
        throw new UncheckedIOException(new IOException("no free port"));
    }
}
