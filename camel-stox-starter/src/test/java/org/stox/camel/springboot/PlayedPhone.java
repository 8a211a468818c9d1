package org.stox.camel.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The SIP side over UDP, word by word; what it waits for comes within 30 s or fails the test. */
final class PlayedPhone implements AutoCloseable {

    private final DatagramSocket socket;

    PlayedPhone() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(30_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** A port that nobody has. */
    static int freePort() {
        try (var free = new PlayedPhone()) {
            return free.port();
        }
    }

    void message(int to, String target, String text) {
        send(to, String.join("\r\n", "MESSAGE " + target + " SIP/2.0",
                "Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";branch=z9hG4bK" + text.hashCode() + ";rport", "Max-Forwards: 70",
                "From: <sip:romeo@sip.example.com>;tag=1", "To: <" + target + ">", "Call-ID: " + text.hashCode(), "CSeq: 1 MESSAGE",
                "Content-Type: text/plain", "Content-Length: " + text.length(), "", text));
    }

    /** The next request or response; a provisional one, and what was sent again, are passed over. */
    String receive(String beginning) {
        var buffer = new byte[65_535];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                var text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith(beginning)) {
                    return text;
                }
            }
        } catch (IOException e) {
            throw new AssertionError("nothing came that begins with " + beginning, e);
        }
    }

    void answer(int to, String request, String status) {
        var copied = request.lines().takeWhile(line -> !line.isEmpty()).filter(line -> line.matches("(?i)(Via|From|To|Call-ID|CSeq):.*"))
                .map(line -> line.startsWith("To:") ? line + ";tag=2" : line).collect(Collectors.joining("\r\n"));
        send(to, "SIP/2.0 " + status + "\r\n" + copied + "\r\nContent-Length: 0\r\n\r\n");
    }

    private void send(int to, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), to)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
