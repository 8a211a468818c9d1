package org.stox.scenarios;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Xml;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Messages both ways in lanes: a lane sends its next message when the one before has arrived, and ends with the first that is refused.
 * Written down is what each sender and receiver saw, by the text of the message.
 */
final class Load {

    private static final int LANES = 8;
    private static final int NO_ANSWER = 0;

    private final SipPeer phones;
    private final XmppPeer users;
    private final int gateway;
    private final AtomicInteger numbers = new AtomicInteger();

    /** SIP to XMPP: final statuses, and how often the users read it. */
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final Map<String, Integer> read = new ConcurrentHashMap<>();
    private final Set<String> fromPhones = ConcurrentHashMap.newKeySet();
    /** XMPP to SIP: how often the phones got it, and errors by condition. */
    private final Set<String> fromUsers = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> heard = new ConcurrentHashMap<>();
    private final Map<String, Integer> errors = new ConcurrentHashMap<>();

    Load(SipPeer phones, XmppPeer users, int gateway) {
        this.phones = phones;
        this.users = users;
        this.gateway = gateway;
    }

    void start() {
        users.listen(this::stanza);
        phones.answers(this::request);
        for (int lane = 0; lane < LANES; lane++) {
            callOn(lane);
            sayOn(lane);
        }
    }

    private String next(String way, int lane, Set<String> sent) {
        var text = way + lane + "-" + numbers.incrementAndGet();
        sent.add(text);
        return text;
    }

    private void callOn(int lane) {
        var text = next("sip", lane, fromPhones);
        phones.send(gateway, SipText.message("sip:romeo" + lane + "@sip.example.com", "sip:u" + lane + "@" + XmppServer.SECOND, text))
                .whenComplete((response, failure) -> {
                    answered.put(text, failure == null ? response.status() : NO_ANSWER);
                    changed();
                    if (failure == null && response.status() == 200) {
                        callOn(lane);
                    }
                });
    }

    private void sayOn(int lane) {
        var text = next("xmpp", lane, fromUsers);
        users.send("<message from='u" + lane + "@" + XmppServer.SECOND + "' to='romeo" + lane + "@" + XmppServer.GATEWAY + "' id='" + text
                + "'><body>" + text + "</body></message>");
    }

    private void stanza(Xml stanza) {
        if (stanza.attribute("type").equals("error")) {
            errors.merge(stanza.attribute("id"), 1, Integer::sum);
        } else {
            read.merge(stanza.text("body"), 1, Integer::sum);
        }
        changed();
    }

    private Optional<SipText> request(SipText request) {
        heard.merge(request.body(), 1, Integer::sum);
        changed();
        sayOn(Integer.parseInt(request.body().replaceAll("xmpp(\\d+)-.*", "$1")));
        return Optional.of(request.answer(200, "OK"));
    }

    void awaitCrossed(int each) {
        assertTrue(await(() -> answered.size() >= each && heard.size() >= each, 60), () -> "refused, or slow: " + this);
        assertEquals(Map.of(), errors, "refused before the stop");
    }

    /** A call without an answer ends after 32 s, and only the last ones are waited for. */
    void awaitEnd() {
        await(() -> answered.size() == fromPhones.size() && unread().isEmpty() && open().isEmpty(), 40);
    }

    /** Acknowledged, and not there. */
    private Set<String> unread() {
        var unread = new TreeSet<String>();
        answered.forEach((text, status) -> {
            if (status == 200 && !read.containsKey(text)) {
                unread.add(text);
            }
        });
        return unread;
    }

    /** Stanzas that have neither arrived nor come back. */
    private Set<String> open() {
        var open = new TreeSet<>(fromUsers);
        open.removeAll(heard.keySet());
        open.removeAll(errors.keySet());
        return open;
    }

    void nothingIsLost() {
        assertEquals(Set.of(), unread(), "answered 200 and never read");
        assertEquals(Set.of(), without(fromPhones, answered.keySet()), "calls whose end was not awaited");
        assertEquals(Set.of(), silent(), "calls without a final response");
        assertEquals(Set.of(), open(), "stanzas that neither arrived nor came back");
        assertEquals(Set.of(), twice(read), "read twice");
        assertEquals(Set.of(), twice(heard), "heard twice");
    }

    private Set<String> silent() {
        var silent = new TreeSet<String>();
        answered.forEach((text, status) -> {
            if (status == NO_ANSWER) {
                silent.add(text);
            }
        });
        return silent;
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static Set<String> twice(Map<String, Integer> counts) {
        var twice = new TreeSet<String>();
        counts.forEach((text, count) -> {
            if (count > 1) {
                twice.add(text);
            }
        });
        return twice;
    }

    private boolean await(BooleanSupplier condition, long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            synchronized (this) {
                while (!condition.getAsBoolean() && System.nanoTime() < end) {
                    TimeUnit.MILLISECONDS.timedWait(this, 200);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }

    private synchronized void changed() {
        notifyAll();
    }

    @Override
    public String toString() {
        var statuses = new TreeMap<Integer, Integer>();
        answered.values().forEach(status -> statuses.merge(status, 1, Integer::sum));
        return "SIP to XMPP " + statuses + ", read " + read.size() + "; XMPP to SIP " + fromUsers.size() + ", heard " + heard.size()
                + ", errors " + errors.size();
    }
}
