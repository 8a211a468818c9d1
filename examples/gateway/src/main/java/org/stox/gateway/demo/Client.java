package org.stox.gateway.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jivesoftware.smackx.receipts.DeliveryReceiptManager;
import org.jxmpp.jid.impl.JidCreate;

/** juliet's XMPP client, by Smack. */
final class Client implements AutoCloseable {

    private final XMPPTCPConnection connection;
    private final Ladder ladder;

    private Client(XMPPTCPConnection connection, Ladder ladder) {
        this.connection = connection;
        this.ladder = ladder;
    }

    static Client login(String user, String domain, int port, Ladder ladder, Consumer<Message> received, Consumer<Presence> seen)
            throws Exception {
        var connection = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder().setHostAddress(InetAddress.getLoopbackAddress())
                .setPort(port).setXmppDomain(domain).setUsernameAndPassword(user, "demo").setResource("balcony")
                .setSecurityMode(SecurityMode.disabled).setCompressionEnabled(false).build());
        connection.addSyncStanzaListener(stanza -> {
            ladder.arrow(Ladder.SERVER, Ladder.CLIENT, label((Message) stanza));
            received.accept((Message) stanza);
        }, StanzaTypeFilter.MESSAGE);
        connection.addSyncStanzaListener(stanza -> {
            if (!stanza.getFrom().getDomain().equals(connection.getXMPPServiceDomain())) {
                ladder.arrow(Ladder.SERVER, Ladder.CLIENT, label((Presence) stanza));
                seen.accept((Presence) stanza);
            }
        }, StanzaTypeFilter.PRESENCE);
        DeliveryReceiptManager.getInstanceFor(connection).setAutoReceiptMode(DeliveryReceiptManager.AutoReceiptMode.disabled);
        Roster.getInstanceFor(connection).setSubscriptionMode(Roster.SubscriptionMode.manual);
        connection.connect().login();
        connection.sendStanza(new Presence(Presence.Type.available));
        return new Client(connection, ladder);
    }

    void send(Message message) throws Exception {
        ladder.arrow(Ladder.CLIENT, Ladder.SERVER, label(message));
        connection.sendStanza(message);
    }

    void send(Presence presence) throws Exception {
        ladder.arrow(Ladder.CLIENT, Ladder.SERVER, label(presence));
        connection.sendStanza(presence);
    }

    /** Waits until a component answers a ping (XEP-0199); as long as it is not there, the server answers with an error. */
    void awaitOnline(String domain) throws Exception {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                connection.createStanzaCollectorAndSend(new Ping(JidCreate.from(domain))).nextResultOrThrow(2000);
                return;
            } catch (XMPPException | SmackException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("The gateway does not come online: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static String label(Message message) {
        return message.getError() != null ? message.getError().getCondition().toString()
                : "message" + LadderTap.quoted(message.getBody() != null ? message.getBody() : Said.without(
                        message.getExtensions().stream().map(e -> new Said.Name(e.getNamespace(), e.getElementName()))));
    }

    private static String label(Presence presence) {
        if (presence.getError() != null) {
            return presence.getError().getCondition().toString();
        }
        return presence.getType() != Presence.Type.available ? presence.getType().toString() : "presence " + presence.getMode();
    }

    /** XHTML-IM (XEP-0071) of one paragraph, as an extension. */
    static StandardExtensionElement html(String paragraph) {
        var body = StandardExtensionElement.builder("body", "http://www.w3.org/1999/xhtml")
                .addElement(StandardExtensionElement.builder("p", "http://www.w3.org/1999/xhtml").setText(paragraph).build()).build();
        return StandardExtensionElement.builder("html", "http://jabber.org/protocol/xhtml-im").addElement(body).build();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
