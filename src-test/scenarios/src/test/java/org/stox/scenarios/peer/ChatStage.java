package org.stox.scenarios.peer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Juliet at a real XMPP server, Romeo at a SIP phone with MSRP, and the gateway between them. */
public final class ChatStage implements AutoCloseable {

    public static final String ROMEO = "romeo@" + XmppServer.GATEWAY;
    public static final String STATES = "http://jabber.org/protocol/chatstates";
    public static final String RECEIPTS = "urn:xmpp:receipts";
    public static final String JULIET = "sip:juliet@" + XmppServer.DOMAIN;

    private final XmppServer server;
    private final GatewayProcess gateway;
    private final MsrpPhone romeo;
    private final Optional<Capture> capture;
    private XmppClient juliet;

    private ChatStage(XmppServer server, GatewayProcess gateway, MsrpPhone romeo, Optional<Capture> capture) {
        this.server = server;
        this.gateway = gateway;
        this.romeo = romeo;
        this.capture = capture;
    }

    public static ChatStage open(XmppServer.Kind kind, String... phone) {
        return open(kind, gateway -> { }, phone);
    }

    /** With more settings of the gateway, and more options of the phone. */
    public static ChatStage open(XmppServer.Kind kind, Consumer<GatewayProcess> settings, String... phone) {
        assumeTrue(kind.installed() && MsrpPhone.installed());
        var server = kind.create();
        int port = Ports.free();
        int msrp = Ports.free();
        var gateway = new GatewayProcess(server.componentPort(), port).with("stox.msrp.listen", "127.0.0.1:" + msrp);
        settings.accept(gateway);
        var romeo = new MsrpPhone(port, gateway.port(), phone);
        var capture = Capture.possible() ? Optional.of(Capture.of(List.of(port, gateway.port()), List.of(msrp, romeo.msrpPort())))
                : Optional.<Capture>empty();
        var stage = new ChatStage(server, gateway, romeo, capture);
        try {
            server.start();
            gateway.start();
            server.awaitGateway(0);
            stage.juliet = XmppClient.login(server, "juliet", "balcony");
            return stage;
        } catch (RuntimeException | AssertionError e) {
            stage.close();
            throw e;
        }
    }

    public XmppServer server() {
        return server;
    }

    public GatewayProcess gateway() {
        return gateway;
    }

    public MsrpPhone romeo() {
        return romeo;
    }

    public XmppClient juliet() {
        return juliet;
    }

    /** Juliet says it in a chat; more elements of the stanza can follow. Answers the id. */
    public String says(String id, String to, String body, String... more) {
        juliet.send("<message type='chat' id='" + id + "' to='" + to + "'><body>" + body + "</body>" + String.join("", more) + "</message>");
        return id;
    }

    /** A chat state of hers that stands alone. */
    public void shows(String to, String state, String... more) {
        juliet.send("<message type='chat' to='" + to + "'><" + state + " xmlns='" + STATES + "'/>" + String.join("", more) + "</message>");
    }

    /** The next message of that bare address that has all these parts in its XML. */
    public Message takes(String from, String... parts) {
        return (Message) juliet.take(s -> s instanceof Message m && m.getFrom().asBareJid().toString().equals(from)
                && Stream.of(parts).allMatch(xml(m)::contains));
    }

    /** Whether such a message comes within that time. */
    public boolean takesNone(Duration within, String from, String... parts) {
        return juliet.poll(s -> s instanceof Message m && m.getFrom().asBareJid().toString().equals(from)
                && Stream.of(parts).allMatch(xml(m)::contains), within).isEmpty();
    }

    public static String xml(Stanza stanza) {
        return stanza.toXML(null).toString();
    }

    public static String thread(String thread) {
        return "<thread>" + thread + "</thread>";
    }

    /** Juliet logs in again, after the server went. */
    public XmppClient julietAgain() {
        juliet.close();
        juliet = XmppClient.login(server, "juliet", "balcony");
        return juliet;
    }

    /** What the phone found in all that came to it was well formed. */
    public void nothingMalformed() {
        assertEquals(List.of(), romeo.complaints());
    }

    /** What went by, where this machine lets us see it. */
    public Optional<Capture> capture() {
        return capture;
    }

    /** Ends all; what Wireshark's dissectors saw of it was well formed too. */
    @Override
    public void close() {
        try {
            capture.ifPresent(c -> {
                c.ends();
                assertEquals(List.of(), c.malformed());
            });
        } finally {
            Stage.close(juliet, gateway, romeo, server, capture.orElse(null));
        }
    }
}
