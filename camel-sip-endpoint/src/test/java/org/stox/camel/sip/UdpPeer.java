package org.stox.camel.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A peer with a bare datagram socket: nothing of what it sends or reads goes through our own code. */
final class UdpPeer implements AutoCloseable {

    static final int PATIENCE_MS = 20_000;

    private final DatagramSocket socket;

    UdpPeer() throws IOException {
        this("127.0.0.1");
    }

    UdpPeer(String address) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(address, 0));
        socket.setReceiveBufferSize(1 << 20);
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(String text, int port) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8), port);
    }

    void send(byte[] octets, int port) throws IOException {
        socket.send(new DatagramPacket(octets, octets.length, new InetSocketAddress("127.0.0.1", port)));
    }

    /** The next datagram; fails the test if none comes. */
    String receive() throws IOException {
        return receive(PATIENCE_MS).orElseThrow(() -> new AssertionError("no datagram came"));
    }

    /** The next datagram within a time, for what is expected not to come. */
    Optional<String> receive(int millis) throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.setSoTimeout(millis);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
        return Optional.of(new String(Arrays.copyOf(packet.getData(), packet.getLength()), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        socket.close();
    }
}
