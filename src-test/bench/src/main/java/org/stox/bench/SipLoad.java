package org.stox.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The SIP peer of a load run: sends MESSAGE requests, takes their responses; answers what comes with 200. One UDP socket. */
final class SipLoad implements AutoCloseable {

    private static final int MOST = 1 << 23;

    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final String domain;
    private final String users;
    private final int pairs;
    private final long[] sentAt = new long[MOST];
    private int next;
    private int first;
    private volatile Latencies answered = new Latencies(MOST);
    private volatile Latencies arrived = new Latencies(MOST);
    private final AtomicInteger refused = new AtomicInteger();
    private final String run = Long.toHexString(System.nanoTime());

    SipLoad(int targetPort, String domain, String users, int pairs) throws IOException {
        this.domain = domain;
        this.users = users;
        this.pairs = pairs;
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 4 << 20);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        var reader = new Thread(this::read, "sip-load");
        reader.setDaemon(true);
        reader.start();
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    void send() throws IOException {
        int number = next++;
        int pair = number % pairs;
        var body = Marker.body(System.nanoTime());
        var request = "MESSAGE sip:juliet" + pair + "@" + users + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";branch=z9hG4bK" + run + "n" + number + "n;rport\r\n"
                + "Max-Forwards: 70\r\nTo: <sip:juliet" + pair + "@" + users + ">\r\n"
                + "From: \"Romeo\" <sip:romeo" + pair + "@" + domain + ">;tag=t" + number + "\r\n"
                + "Call-ID: c" + number + run + "@127.0.0.1\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        sentAt[number] = System.nanoTime();
        channel.send(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)), target);
    }

    private void read() {
        var buffer = ByteBuffer.allocate(65536);
        try {
            while (true) {
                buffer.clear();
                var source = channel.receive(buffer);
                long now = System.nanoTime();
                var text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
                if (text.startsWith("SIP/2.0 ")) {
                    response(text, now);
                } else {
                    Marker.latency(text, now).ifPresent(arrived::add);
                    channel.send(ByteBuffer.wrap(ok(text).getBytes(StandardCharsets.ISO_8859_1)), source);
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void response(String text, long now) {
        char series = text.charAt(8);
        if (series == '1') {
            return;
        }
        if (series != '2') {
            refused.incrementAndGet();
        }
        int at = text.indexOf("z9hG4bK" + run + "n") + 8 + run.length();
        int number = Integer.parseInt(text.substring(at, text.indexOf('n', at)));
        if (number >= first) {
            answered.add(now - sentAt[number]);
        }
    }

    private static String ok(String request) {
        var response = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (var line : request.substring(0, request.indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.startsWith("Via:") || line.startsWith("From:") || line.startsWith("Call-ID:") || line.startsWith("CSeq:")) {
                response.append(line).append("\r\n");
            } else if (line.startsWith("To:")) {
                response.append(line).append(";tag=load\r\n");
            }
        }
        return response.append("Content-Length: 0\r\n\r\n").toString();
    }

    void reset() {
        first = next;
        answered = new Latencies(MOST);
        arrived = new Latencies(MOST);
        refused.set(0);
    }

    /** How many were answered with success. */
    int delivered() {
        return answered.count() - refused.get();
    }

    int arrived() {
        return arrived.count();
    }

    /** Whether all that were sent are answered. */
    boolean settled() {
        return answered.count() >= next - first;
    }

    String report() {
        return String.format("%d sent, %d answered, %d of them refused; final response: %s", next - first, answered.count(), refused.get(), answered);
    }

    String received() {
        return arrived.count() + " received, " + arrived;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
