package org.stox.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** The XMPP users of a load run: one component whose users write and are written to. */
final class XmppLoad implements AutoCloseable {

    private static final int MOST = 1 << 23;

    private final Socket socket;
    private final OutputStream out;
    private final String domain;
    private final String gateway;
    private final int pairs;
    private int next;
    private int first;
    private volatile Latencies arrived = new Latencies(MOST);
    private final AtomicInteger errors = new AtomicInteger();

    XmppLoad(int port, String domain, String gateway, int pairs) throws Exception {
        this.domain = domain;
        this.gateway = gateway;
        this.pairs = pairs;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        write("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='" + domain + "'>");
        flush();
        var in = socket.getInputStream();
        var header = readUntil(in, "id=");
        var id = header + readUntil(in, ">");
        var quote = id.charAt(id.indexOf("id=") + 3);
        int from = id.indexOf("id=") + 4;
        var digest = MessageDigest.getInstance("SHA-1").digest((id.substring(from, id.indexOf(quote, from)) + "s3cret").getBytes(StandardCharsets.UTF_8));
        write("<handshake>" + HexFormat.of().formatHex(digest) + "</handshake>");
        flush();
        readUntil(in, "handshake");
        var reader = new Thread(() -> read(in), "xmpp-load");
        reader.setDaemon(true);
        reader.start();
    }

    void send() throws IOException {
        int number = next++;
        int pair = number % pairs;
        write("<message from='juliet" + pair + "@" + domain + "/r' to='romeo" + pair + "@" + gateway + "' id='m" + number + "'><body>"
                + Marker.body(System.nanoTime()) + "</body></message>");
    }

    void flush() throws IOException {
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("stream ended: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private void read(InputStream in) {
        var bytes = new byte[1 << 16];
        var pending = new StringBuilder();
        try {
            int length;
            while ((length = in.read(bytes)) >= 0) {
                long now = System.nanoTime();
                pending.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
                int end;
                int done = 0;
                while ((end = pending.indexOf("</message>", done)) >= 0) {
                    var stanza = pending.substring(done, end);
                    if (stanza.contains("type='error'") || stanza.contains("type=\"error\"")) {
                        errors.incrementAndGet();
                    } else {
                        Marker.latency(stanza, now).ifPresent(arrived::add);
                    }
                    done = end + 10;
                }
                pending.delete(0, done);
            }
        } catch (IOException closed) {
            return;
        }
    }

    void reset() {
        first = next;
        arrived = new Latencies(MOST);
        errors.set(0);
    }

    int refused() {
        return errors.get();
    }

    int sent() {
        return next - first;
    }

    int arrived() {
        return arrived.count();
    }

    String report() {
        return (next - first) + " sent, " + errors.get() + " error stanzas";
    }

    String received() {
        return arrived.count() + " received, " + arrived;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
