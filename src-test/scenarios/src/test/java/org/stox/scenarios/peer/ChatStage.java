package org.stox.scenarios.peer;

import java.util.List;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Juliet at a real XMPP server, Romeo at a SIP phone with MSRP, and the gateway between them. */
public final class ChatStage implements AutoCloseable {

    public static final String ROMEO = "romeo@" + XmppServer.GATEWAY;
    public static final String JULIET = "sip:juliet@" + XmppServer.DOMAIN;

    private final XmppServer server;
    private final GatewayProcess gateway;
    private final MsrpPhone romeo;
    private XmppClient juliet;

    private ChatStage(XmppServer server, GatewayProcess gateway, MsrpPhone romeo) {
        this.server = server;
        this.gateway = gateway;
        this.romeo = romeo;
    }

    public static ChatStage open(XmppServer.Kind kind, String... phone) {
        return open(kind, gateway -> { }, phone);
    }

    /** With more settings of the gateway, and more options of the phone. */
    public static ChatStage open(XmppServer.Kind kind, Consumer<GatewayProcess> settings, String... phone) {
        assumeTrue(kind.installed() && MsrpPhone.installed());
        var server = kind.create();
        int port = Ports.free();
        var gateway = new GatewayProcess(server.componentPort(), port);
        settings.accept(gateway);
        var stage = new ChatStage(server, gateway, new MsrpPhone(port, gateway.port(), phone));
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

    @Override
    public void close() {
        Stage.close(juliet, gateway, romeo, server);
    }
}
