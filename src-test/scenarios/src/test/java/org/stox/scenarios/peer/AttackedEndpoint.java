package org.stox.scenarios.peer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import org.stox.protocol.xmpp.Stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Two components of one process, each at a server that is played: one is attacked, at the other another user goes on. What
 * reaches their routes is kept.
 */
public final class AttackedEndpoint implements AutoCloseable {

    private static final String VICTIM = "sip.example.com";
    private static final String NEIGHBOUR = "phones.example.com";

    private final FakeServer server = new FakeServer();
    private final FakeServer otherServer = new FakeServer();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final LinkedBlockingQueue<Stanza> routed = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Stanza> neighbours = new LinkedBlockingQueue<>();
    private final XmlStream other;

    /** @param route what the attacked component's route does with what it gets, after it was noted */
    public AttackedEndpoint(Consumer<Exchange> route) {
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri(VICTIM, server)).process(e -> routed.add(e.getMessage().getBody(Stanza.class))).process(route::accept);
                    from(uri(NEIGHBOUR, otherServer)).process(e -> neighbours.add(e.getMessage().getBody(Stanza.class)));
                }
            });
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        other = otherServer.open();
        other.listen(iq -> FakeServer.reflect(other, iq));
    }

    public AttackedEndpoint() {
        this(exchange -> { });
    }

    /** The attacked component's next connection, up to nothing said. */
    public XmlStream accept() {
        return server.accept(Duration.ofSeconds(30));
    }

    /** The attacked component's next connection, open. */
    public XmlStream open() {
        return server.open();
    }

    /** The next stanza that its route got is this one: none of those before came through. */
    public void routes(String id) {
        assertEquals(id, next(routed).id().orElse(""));
    }

    /** The next stanza that its route got. */
    public Stanza routed() {
        return next(routed);
    }

    /** It has closed that stream with this error, connects again, and takes what is good; the other component never noticed. */
    public void closed(XmlStream attacked, String condition) {
        var error = attacked.take(x -> x.name().equals("error"));
        var conditions = List.of(condition.split("\\|"));
        assertTrue(error.children().map(Xml::name).anyMatch(conditions::contains), error::toString);
        assertTrue(attacked.ended(Duration.ofSeconds(20)), "the stream is still open");
        attacked.close();
        try (var again = open()) {
            unharmed(again);
        }
    }

    /** The stream that was attacked takes what is good, and so does the other component's. */
    public void unharmed(XmlStream stream) {
        stream.send(message(VICTIM, "good"));
        routes("good");
        other.send(message(NEIGHBOUR, "neighbour"));
        assertEquals("neighbour", next(neighbours).id().orElse(""));
    }

    public static String message(String domain, String id) {
        return "<message from='juliet@example.com/balcony' to='romeo@" + domain + "' id='" + id + "'><body>good</body></message>   ";
    }

    @Override
    public void close() {
        try (server; otherServer) {
            camel.stop();
        }
    }

    private static String uri(String domain, FakeServer server) {
        return "xmpp-component:" + domain + "?server=127.0.0.1:" + server.port() + "&secret=" + XmppServer.SECRET + "&domains=example.com";
    }

    private static Stanza next(LinkedBlockingQueue<Stanza> queue) {
        try {
            var next = queue.poll(20, TimeUnit.SECONDS);
            assertTrue(next != null, "nothing reached the route");
            return next;
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }
}
