package org.stox.camel.xmpp.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.stox.settings.HostPort;

/** A server for components that does what a test tells it, byte for byte. */
public final class FakeServer implements AutoCloseable {

    public static final String DOMAIN = "sip.example.com";
    private static final int PATIENCE = 20_000;
    private static final String HEADER = "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
            + " xmlns:stream='http://etherx.jabber.org/streams' from='" + DOMAIN + "' id='42'>";

    private final ServerSocket socket;
    private final List<Peer> peers = new ArrayList<>();

    public FakeServer() throws IOException {
        this(0);
    }

    public FakeServer(int port) throws IOException {
        socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.setReceiveBufferSize(16 << 10);          // so that a test of a slow reader is not one of the kernel's memory
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
        socket.setSoTimeout(PATIENCE);
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", socket.getLocalPort());
    }

    /** The next connection, before anything is read or written. */
    public Peer accept() throws IOException {
        var peer = new Peer(socket.accept());
        peers.add(peer);
        return peer;
    }

    /** The next connection, its stream open. */
    public Peer open() throws IOException {
        var peer = accept();
        peer.await("<stream:stream");
        peer.send(HEADER);
        peer.await("</handshake>");
        peer.send("<handshake/>");
        return peer;
    }

    @Override
    public void close() throws IOException {
        for (var peer : peers) {
            peer.close();
        }
        socket.close();
    }

    /** One connection, seen from the server. */
    public static final class Peer implements AutoCloseable {

        private static final Pattern PING = Pattern.compile("<iq [^>]*?id=['\"]([^'\"]+)['\"][^>]*><ping [^>]*/></iq>");

        private final Socket socket;
        private final StringBuilder read = new StringBuilder();

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE);
        }

        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        public void header() throws IOException {
            send(HEADER);
        }

        /** What was read up to the end of this text, and takes it. */
        public String await(String text) throws IOException {
            int at;
            while ((at = read.indexOf(text)) < 0) {
                if (!more()) {
                    throw new IOException("the stream ended before " + text + ": " + read);
                }
            }
            var seen = read.substring(0, at + text.length());
            read.delete(0, at + text.length());
            return seen;
        }

        /** All up to the end of the connection. */
        public String awaitEnd() throws IOException {
            while (more()) {
                // to the end
            }
            var seen = read.toString();
            read.setLength(0);
            return seen;
        }

        /** What has been read and not taken. */
        public String rest() {
            return read.toString();
        }

        private boolean more() throws IOException {
            var bytes = new byte[64 << 10];
            int count;
            try {
                count = socket.getInputStream().read(bytes);
            } catch (java.net.SocketException e) {
                return false;               // reset
            }
            if (count > 0) {
                read.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            }
            return count > 0;
        }

        /** The id of the next ping to the component's own domain. What came before it is taken, too. */
        public String ping() throws IOException {
            while (true) {
                var matcher = PING.matcher(read);
                if (matcher.find()) {
                    var id = matcher.group(1);
                    read.delete(0, matcher.end());
                    return id;
                }
                if (!more()) {
                    throw new IOException("the stream ended before a ping: " + read);
                }
            }
        }

        public void pong(String id) throws IOException {
            send("<iq type='get' from='" + DOMAIN + "' to='" + DOMAIN + "' id='" + id + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        }

        /** Waits for a ping and lets it come back. */
        public void takeAll() throws IOException {
            pong(ping());
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
