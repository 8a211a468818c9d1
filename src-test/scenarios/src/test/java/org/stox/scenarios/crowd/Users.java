package org.stox.scenarios.crowd;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.stox.scenarios.peer.Xml;
import org.stox.scenarios.peer.XmlStream;

/**
 * The XMPP users, and what their server does for them: {@code uN} watches the phone {@code pN}, and {@code cN} is watched by the phone
 * {@code wN}. They say yes to who asks, answer probes, and count what must not come.
 */
public final class Users {

    private static final int RETRY_AFTER = 5;

    private final String domain;
    private final String gateway;
    private final Views toSip;
    private final Views toXmpp;
    private final Rate rate = new Rate();
    private final AtomicInteger unsubscribed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicIntegerArray subscribed;
    private final AtomicIntegerArray asked;
    private volatile XmlStream stream;

    /**
     * @param toSip what contacts show and phones see
     * @param toXmpp what phones show and users see
     */
    public Users(String domain, String gateway, Views toSip, Views toXmpp) {
        this.domain = domain;
        this.gateway = gateway;
        this.toSip = toSip;
        this.toXmpp = toXmpp;
        this.subscribed = new AtomicIntegerArray(toXmpp.pairs());
        this.asked = new AtomicIntegerArray(toSip.pairs());
    }

    /** From now on this is their way to the gateway. */
    public void on(XmlStream way) {
        stream = way;
    }

    /** A user asks to see his phone. */
    public void subscribe(int pair) {
        send("<presence from='u" + pair + "@" + domain + "' to='p" + pair + "@" + gateway + "' type='subscribe'/>");
    }

    /** A contact shows another text, and his server tells the phone that may know. */
    public void show(int pair, String text) {
        toSip.shows(pair, text);
        tell(pair);
    }

    /** The same while the gateway is away. */
    public void miss(int pair, String text) {
        toSip.shows(pair, text);
    }

    private void tell(int pair) {
        send("<presence from='c" + pair + "@" + domain + "/r' to='w" + pair + "@" + gateway + "'><status>" + toSip.shown(pair)
                + "</status></presence>");
    }

    private void send(String xml) {
        stream.send(xml);
    }

    /** Whatever the gateway sends. */
    public void stanza(Xml stanza) {
        if (!stanza.name().equals("presence")) {
            return;
        }
        var from = stanza.attribute("from");
        var to = stanza.attribute("to");
        var type = stanza.attribute("type");
        if (type.equals("error")) {
            refused.incrementAndGet();
            if (to.charAt(0) == 'u') {                  // the gateway had too much to do, so he asks again
                CompletableFuture.delayedExecutor(RETRY_AFTER, TimeUnit.SECONDS).execute(() -> subscribe(pair(to)));
            }
            return;
        }
        rate.count();
        switch (type) {
            case "subscribe" -> {
                asked.incrementAndGet(pair(to));
                send("<presence from='" + to + "' to='" + from + "' type='subscribed'/>");
                tell(pair(to));
            }
            case "probe" -> probed(from, to);
            case "subscribed" -> subscribed.incrementAndGet(pair(to));
            case "unsubscribed" -> unsubscribed.incrementAndGet();
            case "" -> toXmpp.sees(pair(to), stanza.text("status"));
            case "unavailable" -> {
                if (to.charAt(0) == 'u') {
                    toXmpp.sees(pair(to), "gone");
                }
            }
            default -> throw new IllegalStateException(stanza.toString());
        }
    }

    /** One who may not know is told that he does not (RFC 6121 §4.3.2). */
    private void probed(String from, String to) {
        if (from.equals(gateway)) {
            send("<presence from='" + to + "' to='" + from + "' type='unsubscribed'/>");
        } else {
            tell(pair(to));
        }
    }

    private static int pair(String jid) {
        return Integer.parseInt(jid.substring(1, jid.indexOf('@')));
    }

    /** Presence of the gateway, by the second. */
    public Rate rate() {
        return rate;
    }

    /** How many users were told that they may see their phone other than once. */
    public int notSubscribedOnce() {
        return notOnce(subscribed);
    }

    /** How many contacts were asked other than once. */
    public int notAskedOnce() {
        return notOnce(asked);
    }

    private static int notOnce(AtomicIntegerArray counts) {
        int not = 0;
        for (int i = 0; i < counts.length(); i++) {
            not += counts.get(i) == 1 ? 0 : 1;
        }
        return not;
    }

    public int unsubscribed() {
        return unsubscribed.get();
    }

    /** What did not reach the gateway. */
    public int refused() {
        return refused.get();
    }
}
