package org.stox.scenarios.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jivesoftware.smack.AbstractConnectionListener;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Nonza;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;
import org.jxmpp.stringprep.XmppStringprepException;

/** A user with a real client library (Smack): what it sends goes out as the library writes it, what it gets is kept in order. */
public final class XmppClient implements AutoCloseable {

    static {
        Roster.setRosterLoadedAtLoginDefault(false);
    }

    private final XMPPTCPConnection connection;
    private final LinkedBlockingQueue<Stanza> read = new LinkedBlockingQueue<>();

    /** Why the connection was lost, for the failure's text. */
    private volatile Exception broken;

    private XmppClient(XMPPTCPConnection connection) {
        this.connection = connection;
    }

    public static XmppClient login(XmppServer server, String user, String resource) {
        return login(server, XmppServer.DOMAIN, user, resource);
    }

    public static XmppClient login(XmppServer server, String domain, String user, String resource) {
        return create(server, domain, user, resource).login();
    }

    /** Not connected yet. */
    static XmppClient create(XmppServer server, String domain, String user, String resource) {
        try {
            var settings = XMPPTCPConnectionConfiguration.builder()
                    .setHostAddress(Ports.loopback()).setPort(server.clientPort()).setXmppDomain(JidCreate.domainBareFrom(domain))
                    .setUsernameAndPassword(user, XmppServer.PASSWORD).setResource(Resourcepart.from(resource))
                    .setSecurityMode(SecurityMode.disabled).build();
            return new XmppClient(new XMPPTCPConnection(settings));
        } catch (XmppStringprepException e) {
            throw new IllegalArgumentException(e);
        }
    }

    XmppClient login() {
        try {
            connection.setReplyTimeout(30_000);
            connection.addSyncStanzaListener(read::add, stanza -> true);
            connection.addConnectionListener(new AbstractConnectionListener() {
                @Override
                public void connectionClosedOnError(Exception e) {
                    broken = e;
                }
            });
            connection.connect().login();
            return this;
        } catch (XMPPException | SmackException | IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    XMPPTCPConnection connection() {
        return connection;
    }

    public String address() {
        return connection.getUser().toString();
    }

    /** A message with a body and a fresh id, to be completed; answers its id. */
    public String say(String to, String body, Consumer<Message> more) {
        try {
            var message = new Message(JidCreate.from(to), body);
            message.setType(Message.Type.normal);
            more.accept(message);
            return send(message);
        } catch (XmppStringprepException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public String say(String to, String body) {
        return say(to, body, m -> { });
    }

    public String send(Stanza stanza) {
        try {
            connection.sendStanza(stanza);
            return stanza.getStanzaId();
        } catch (SmackException.NotConnectedException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    /** Text as it is, for what the library would not write. */
    public void send(String xml) {
        try {
            connection.sendNonza(new Raw(xml));
        } catch (SmackException.NotConnectedException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    /** The next message with this body. */
    public Message hears(String body) {
        return (Message) take(s -> s instanceof Message m && body.equals(m.getBody()) && m.getType() != Message.Type.error);
    }

    /** The answer to a stanza: error or result. */
    public Stanza answerTo(String id) {
        return take(s -> id.equals(s.getStanzaId()));
    }

    /** The error that came for a stanza of ours, as {@code type condition}. */
    public String errorOf(String id) {
        return errorOf(id, Duration.ofSeconds(20));
    }

    public String errorOf(String id, Duration atMost) {
        var stanza = take(s -> id.equals(s.getStanzaId()) && s.getError() != null, atMost);
        return stanza.getError().getType().toString() + " " + stanza.getError().getCondition();
    }

    public Stanza take(Predicate<Stanza> which) {
        return take(which, Duration.ofSeconds(20));
    }

    public Stanza take(Predicate<Stanza> which, Duration atMost) {
        var others = new ArrayList<String>();
        return poll(which.or(s -> !others.add(s.toXML(null).toString())), atMost)
                .orElseThrow(() -> new AssertionError("it did not come to " + connection.getUser() + ", but " + others, broken));
    }

    public Optional<Stanza> poll(Predicate<Stanza> which, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                var next = read.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null || which.test(next)) {
                    return Optional.ofNullable(next);
                }
            }
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private record Raw(String xml) implements Nonza {

        @Override
        public String getElementName() {
            return "raw";
        }

        @Override
        public String getNamespace() {
            return "jabber:client";
        }

        @Override
        public CharSequence toXML(String enclosingNamespace) {
            return xml;
        }
    }
}
