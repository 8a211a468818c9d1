package org.stox.scenarios.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports for UDP and TCP, below the range from which the system takes its own, so that nobody takes them meanwhile. They are
 * even: a phone takes the odd one above its own for TLS.
 */
public final class Ports {

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {
    }

    public static int free() {
        for (int tries = 0; tries < 1000; tries++) {
            int port = 2 * ThreadLocalRandom.current().nextInt(7500, 16000);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    public static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static boolean isFree(int port) {
        try (var tcp = new ServerSocket(port, 1, loopback()); var udp = new DatagramSocket(port, loopback())) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
