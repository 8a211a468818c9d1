package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;

/** The server's end of a component stream, played by hand, for what no server sends. */
public final class FakeServer implements AutoCloseable {

    private static final String HEADER = "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' ";

    private final ServerSocket listener;

    public FakeServer() {
        try {
            listener = new ServerSocket(0, 50, Ports.loopback());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The next connection, before anything was said. */
    public XmlStream accept(Duration atMost) {
        try {
            listener.setSoTimeout((int) atMost.toMillis());
            return new XmlStream(listener.accept());
        } catch (IOException e) {
            throw new AssertionError("no connection", e);
        }
    }

    /** The next connection, its handshake checked and taken: the stream is open. */
    public XmlStream open() {
        var stream = accept(Duration.ofSeconds(30));
        var header = stream.take(x -> x.name().equals("stream"));
        stream.send("<?xml version='1.0'?>" + HEADER + "from='" + header.attribute("to") + "' id='3BF96D32'>");
        var handshake = stream.take(x -> x.name().equals("handshake"));
        if (!handshake.text().equals(XmppPeer.digest("3BF96D32" + XmppServer.SECRET))) {
            throw new AssertionError("wrong handshake " + handshake);
        }
        stream.send("<handshake/>");
        return stream;
    }

    /** As an ordinary server does: a ping to the gateway's own domain goes back to it, and so does its answer. */
    public static void reflect(XmlStream stream, Xml iq) {
        String to = iq.attribute("to");
        String from = iq.attribute("from");
        if (iq.attribute("type").equals("get")) {
            stream.send("<iq type='result' id='" + iq.attribute("id") + "' from='" + to + "' to='" + from + "'/>");
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
