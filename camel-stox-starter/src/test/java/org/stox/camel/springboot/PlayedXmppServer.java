package org.stox.camel.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** As much of an XMPP server as a component needs (XEP-0114): it takes the handshake or does not, and answers pings. */
final class PlayedXmppServer implements AutoCloseable {

    private static final Pattern PING = Pattern.compile("<iq [^>]*?id=['\"]([^'\"]+)['\"][^>]*><ping [^>]*/></iq>");
    private static final String DOMAIN = "sip.example.com";

    private final ServerSocket listener;
    private final boolean accepts;
    private final StringBuilder read = new StringBuilder();
    private volatile Optional<Socket> stream = Optional.empty();

    PlayedXmppServer(boolean accepts) {
        try {
            this.accepts = accepts;
            listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            var thread = new Thread(this::serve, "played-xmpp-server");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    void send(String xml) {
        try {
            stream.orElseThrow().getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the component has sent this. */
    String await(Predicate<String> what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try {
            synchronized (read) {
                while (!what.test(read.toString())) {
                    if (System.nanoTime() > end) {
                        throw new AssertionError("it did not come, but " + read);
                    }
                    TimeUnit.MILLISECONDS.timedWait(read, 500);
                }
                return read.toString();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (var socket = listener.accept()) {
                stream = Optional.of(socket);
                serve(socket);
            } catch (IOException e) {
                // the component or the test has closed it
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        var buffer = new byte[8192];
        var seen = "";
        int done = 0;
        for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
            seen += new String(buffer, 0, n, StandardCharsets.UTF_8);
            if (done == 0 && seen.contains("<stream:stream")) {
                done = 1;
                send("<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' "
                        + "from='" + DOMAIN + "' id='42'>");
            }
            if (done == 1 && seen.contains("</handshake>")) {
                done = seen.length();
                send(accepts ? "<handshake/>" : "<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
                        + "</stream:stream>");
            }
            var pings = PING.matcher(seen);
            for (int from = Math.max(0, done); done > 1 && from <= seen.length() && pings.find(from); from = pings.end()) {
                done = pings.end();
                send("<iq type='result' from='" + DOMAIN + "' to='" + DOMAIN + "' id='" + pings.group(1) + "'/>");
            }
            synchronized (read) {
                read.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                read.notifyAll();
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            if (stream.isPresent()) {
                stream.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
