package org.stox.scenarios.crowd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.stox.scenarios.peer.Xml;
import org.stox.scenarios.peer.XmlStream;

/** XMPP users who chat: {@code uN} with the phone {@code pN}. They count what comes that is no text. */
public final class ChatUsers {

    private final String domain;
    private final String gateway;
    private final AtomicInteger gone = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final BiConsumer<Integer, String> arrived;
    private volatile XmlStream stream;
    private int sent;

    /** @param arrived is given the number of a user and the text that came to him */
    public ChatUsers(String domain, String gateway, BiConsumer<Integer, String> arrived) {
        this.domain = domain;
        this.gateway = gateway;
        this.arrived = arrived;
    }

    /** From now on this is their way to the gateway. */
    public void on(XmlStream way) {
        stream = way;
    }

    /** With white space behind: a server may look at a tag that was cut between two of its reads only when more bytes come. */
    public synchronized void send(int number, String text) {
        stream.send("<message type='chat' id='m" + ++sent + "-" + number + "' from='u" + number + "@" + domain + "/r' to='p" + number + "@" + gateway
                + "'><body>" + text + "</body></message>" + " ".repeat(64));
    }

    /** Whatever the gateway sends. */
    public void stanza(Xml stanza) {
        if (!stanza.name().equals("message")) {
            return;
        }
        if (stanza.attribute("type").equals("error")) {
            errors.incrementAndGet();
        } else if (stanza.child("gone").isPresent()) {
            gone.incrementAndGet();
        } else if (stanza.child("body").isPresent()) {
            var to = stanza.attribute("to");
            arrived.accept(Integer.parseInt(to.substring(1, to.indexOf('@'))), stanza.text("body"));
        }
    }

    /** How many were told that their chat is over. */
    public int gone() {
        return gone.get();
    }

    /** How many error stanzas came. */
    public int errors() {
        return errors.get();
    }
}
