package org.stox.scenarios.peer;

import java.util.function.Supplier;

/** A real XMPP server with clients of two domains, the gateway's component, and a second component beside it. */
public interface XmppServer extends AutoCloseable {

    /** Its users may use the gateway. */
    String DOMAIN = "example.com";
    /** Its users may not. */
    String STRANGE_DOMAIN = "other.example";
    /** The gateway. */
    String GATEWAY = "sip.example.com";
    /** A component of our own, whose addresses may use the gateway. */
    String SECOND = "ledger.example.com";
    String SECRET = "s3cret";
    String PASSWORD = "pw";

    int clientPort();

    int componentPort();

    /** Starts it on the ports it had before. */
    void start();

    /** Stops it in order. */
    void stop();

    RealProcess process();

    /** Waits until the gateway's component has logged in after the mark of what the server printed. */
    void awaitGateway(int mark);

    @Override
    void close();

    /** The kinds there are: a scenario runs with each. */
    enum Kind {
        PROSODY("prosody", Prosody::new), EJABBERD("ejabberdctl", Ejabberd::new);

        private final String program;
        private final Supplier<XmppServer> constructor;

        Kind(String program, Supplier<XmppServer> constructor) {
            this.program = program;
            this.constructor = constructor;
        }

        public boolean installed() {
            return RealProcess.installed(program);
        }

        public XmppServer create() {
            return constructor.get();
        }
    }
}
