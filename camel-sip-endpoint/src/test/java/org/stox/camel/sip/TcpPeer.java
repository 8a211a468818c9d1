package org.stox.camel.sip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A peer with a bare connection, either way round. */
final class TcpPeer implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    TcpPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
    }

    static TcpPeer connect(int port) throws IOException {
        return connect("127.0.0.1", port);
    }

    /** From another loopback address. */
    static TcpPeer connect(String from, int port) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), UdpPeer.PATIENCE_MS);
        return new TcpPeer(socket);
    }

    static TcpPeer accept(ServerSocket server) throws IOException {
        server.setSoTimeout(UdpPeer.PATIENCE_MS);
        return new TcpPeer(server.accept());
    }

    int port() {
        return socket.getLocalPort();
    }

    TcpPeer send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    TcpPeer send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /** The next message, by its Content-Length; fails the test if none comes. */
    String receive() throws IOException {
        return receive(UdpPeer.PATIENCE_MS).orElseThrow(() -> new AssertionError("nothing came"));
    }

    /** The next message; empty where the peer closes or the time is over. */
    Optional<String> receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        var read = new ByteArrayOutputStream();
        try {
            while (!ends(read.toString(StandardCharsets.UTF_8), "\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    return Optional.empty();
                }
                read.write(octet);
            }
            String head = read.toString(StandardCharsets.UTF_8);
            read.write(in.readNBytes(Messages.contentLength(head)));
        } catch (SocketTimeoutException | java.net.SocketException e) {
            return Optional.empty();
        }
        return Optional.of(read.toString(StandardCharsets.UTF_8));
    }

    private static boolean ends(String text, String end) {
        return text.length() > end.length() && text.endsWith(end);
    }

    /** So many octets as they come, for what is no message. */
    String receiveOctets(int count) throws IOException {
        socket.setSoTimeout(UdpPeer.PATIENCE_MS);
        return new String(in.readNBytes(count), StandardCharsets.UTF_8);
    }

    /** Waits for the other side to close. */
    boolean closed() throws IOException {
        socket.setSoTimeout(UdpPeer.PATIENCE_MS);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;                                    // reset
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
