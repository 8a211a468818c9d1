package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Another component at the same server (XEP-0114), for addresses of its own: it sees and says raw stanzas. */
public final class XmppPeer implements AutoCloseable {

    private final XmlStream stream;

    private XmppPeer(XmlStream stream) {
        this.stream = stream;
    }

    public static XmppPeer connect(XmppServer server) {
        try {
            return connect(server.componentPort(), XmppServer.SECOND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static XmppPeer connect(int port, String domain) throws IOException {
        var stream = new XmlStream(new Socket(Ports.loopback(), port));
        stream.send("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='" + domain + "'>");
        var header = stream.poll(x -> true, Duration.ofSeconds(10)).orElseThrow(() -> new IOException("no stream header"));
        stream.send("<handshake>" + digest(header.attribute("id") + XmppServer.SECRET) + "</handshake>");
        var answer = stream.poll(x -> true, Duration.ofSeconds(10)).orElseThrow(() -> new IOException("no handshake"));
        if (!answer.name().equals("handshake")) {
            throw new IOException("handshake refused: " + answer);
        }
        return new XmppPeer(stream);
    }

    /** With white space behind: a server may look at a tag that was cut between two of its reads only when more bytes come. */
    public void send(String xml) {
        stream.send(xml + " ".repeat(2 * xml.length()));
    }

    public Xml take(Predicate<Xml> which) {
        return stream.take(which);
    }

    public Xml take(Predicate<Xml> which, Duration atMost) {
        return stream.take(which, atMost);
    }

    public void listen(Consumer<Xml> listener) {
        stream.listen(listener);
    }

    public XmlStream stream() {
        return stream;
    }

    @Override
    public void close() {
        stream.close();
    }

    /** Hexadecimal SHA-1, lower case (XEP-0114 §3). */
    static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
