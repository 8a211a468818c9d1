package org.stox.scenarios.peer;

import java.util.function.Consumer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What most scenarios play on: a server, the gateway connected to it, and the SIP element that the gateway sends to. */
public final class Stage implements AutoCloseable {

    private final XmppServer server;
    private final SipPeer sip = SipPeer.create();
    private final GatewayProcess gateway;

    private Stage(XmppServer server) {
        this.server = server;
        this.gateway = new GatewayProcess(server.componentPort(), sip.port());
    }

    /** Everything up and connected. Without that server installed the scenario is left out, but not in CI. */
    public static Stage open(XmppServer.Kind kind) {
        return open(kind, gateway -> { });
    }

    /** With more settings of the gateway. */
    public static Stage open(XmppServer.Kind kind, Consumer<GatewayProcess> settings) {
        assumeTrue(kind.installed());
        var stage = new Stage(kind.create());
        settings.accept(stage.gateway);
        try {
            stage.server.start();
            stage.gateway.start();
            stage.server.awaitGateway(0);
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

    public SipPeer sip() {
        return sip;
    }

    public XmppClient login(String user) {
        return XmppClient.login(server, user, "balcony");
    }

    /** The final response to what the SIP element sends to the gateway. */
    public SipText call(SipText request) {
        return sip.call(gateway.port(), request);
    }

    /** Closes those of them that were opened, in this order. */
    public static void close(AutoCloseable... all) {
        for (var one : all) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        gateway.close();
        sip.close();
        server.close();
    }
}
