package org.stox.scenarios;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.stox.protocol.Tap;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlElement;
import org.stox.scenarios.peer.Xml;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Who was told what about each message. Messages are named by their text; what the senders and receivers saw is written
 * down by them, what the gateway read and wrote by its {@link Tap}.
 */
final class Ledger implements Tap {

    private static final String NAMESPACE = "jabber:component:accept";

    /** SIP to XMPP: the status of the final response, as the sender got it. */
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    /** How often the second component saw it. */
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();
    /** Texts by the id of the stanza that the gateway wrote. */
    private final Map<String, String> written = new ConcurrentHashMap<>();
    /** Those that the server gave back. */
    private final Set<String> bounced = ConcurrentHashMap.newKeySet();

    /** XMPP to SIP: what the gateway read, by text; the text is the id too. */
    private final Set<String> read = ConcurrentHashMap.newKeySet();
    /** Transactions by text: each Via branch that the gateway sent it with. */
    private final Map<String, Set<String>> transactions = new ConcurrentHashMap<>();
    private final Map<String, String> textOfBranch = new ConcurrentHashMap<>();
    /** The final response that the gateway read. */
    private final Map<String, Integer> finals = new ConcurrentHashMap<>();
    /** Error stanzas that the gateway wrote for it, each id once a writing. */
    private final Map<String, Integer> errorsWritten = new ConcurrentHashMap<>();
    /** Those that came back to the sender. */
    private final Map<String, Integer> errorsSeen = new ConcurrentHashMap<>();

    void answered(String text, int status) {
        answered.put(text, status);
        changed();
    }

    /** What the second component reads. */
    void component(Xml stanza) {
        if (stanza.attribute("type").equals("error")) {
            errorsSeen.merge(stanza.attribute("id"), 1, Integer::sum);
        } else if (stanza.name().equals("message")) {
            seen.merge(stanza.text("body"), 1, Integer::sum);
        }
        changed();
    }

    @Override
    public void message(Side side, boolean incoming, Object message) {
        if (message instanceof XmlElement stanza && stanza.name().equals("message")) {
            stanza(incoming, stanza, stanza.attribute("id").orElse(""));
        } else if (message instanceof SipMessage sip) {
            sip(incoming, sip);
        }
        changed();
    }

    private void stanza(boolean incoming, XmlElement stanza, String id) {
        boolean error = stanza.attribute("type").filter("error"::equals).isPresent();
        var body = stanza.child(NAMESPACE, "body").map(XmlElement::text);
        if (incoming && error) {
            Optional.ofNullable(written.get(id)).ifPresent(bounced::add);
        } else if (incoming) {
            body.filter(b -> stanza.attribute("from").orElse("").contains(XmppServer.SECOND)).ifPresent(read::add);
        } else if (error) {
            errorsWritten.merge(id, 1, Integer::sum);
        } else {
            body.ifPresent(b -> written.put(id, b));
        }
    }

    private void sip(boolean incoming, SipMessage sip) {
        String branch = sip.header("Via").map(via -> via.replaceAll(".*;branch=([^;,]*).*", "$1")).orElse("");
        if (!incoming && sip instanceof SipRequest request && request.method().equals("MESSAGE")) {
            String text = request.body().text();
            textOfBranch.put(branch, text);
            transactions.computeIfAbsent(text, t -> ConcurrentHashMap.newKeySet()).add(branch);
        } else if (incoming && sip instanceof SipResponse response && response.status() >= 200) {
            Optional.ofNullable(textOfBranch.get(branch)).ifPresent(text -> finals.put(text, response.status()));
        }
    }

    /** Waits until the last stanza was read, every stanza that was read has an outcome, and so many requests have their response. */
    void awaitOutcomes(int requests, String last, long seconds) {
        await(() -> read.contains(last) && answered.size() == requests
                && answered.entrySet().stream().allMatch(a -> arrived(a.getKey(), a.getValue()))
                && read.stream().allMatch(this::settled), seconds);
    }

    private boolean arrived(String text, int status) {
        return status >= 300 || seen.containsKey(text) || bounced.contains(text);
    }

    /** A 2xx ends it; a failure does when its error has come back to the sender. */
    private boolean settled(String text) {
        return finals.getOrDefault(text, 500) < 300 || errorsSeen.containsKey(text);
    }

    private void await(BooleanSupplier condition, long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            synchronized (this) {
                while (!condition.getAsBoolean() && System.nanoTime() < end) {
                    TimeUnit.MILLISECONDS.timedWait(this, 500);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void changed() {
        notifyAll();
    }

    /** Answered 2xx: seen exactly once, or bounced by the server. Else: seen at most once. Nothing without a final response. */
    void sipToXmppHolds(Set<String> sent) {
        assertEquals(Set.of(), against(sent, answered::containsKey), "requests without a final response");
        assertEquals(Set.of(), against(sent, t -> seen.getOrDefault(t, 0) <= 1), "seen more than once");
        assertEquals(Set.of(), against(sent, t -> arrived(t, answered.get(t))),
                "answered 2xx and neither seen nor bounced");
    }

    /**
     * Never two transactions; each failure ends in an error stanza that its sender sees, and no success does. An error may be seen
     * twice: it is written again after a stream was lost, as nobody knows whether the server had it.
     */
    void xmppToSipHolds() {
        assertEquals(Set.of(), against(read, t -> transactions.getOrDefault(t, Set.of()).size() <= 1), "sent more than once");
        assertEquals(Set.of(), against(read, t -> finals.containsKey(t) || errorsWritten.containsKey(t)), "without an outcome");
        assertEquals(Set.of(), against(read, t -> succeeded(t) != errorsWritten.containsKey(t)), "both a success and an error");
        assertEquals(Set.of(), against(read, t -> succeeded(t) || errorsSeen.containsKey(t)), "a failure that its sender did not see");
    }

    private boolean succeeded(String text) {
        return finals.getOrDefault(text, 500) < 300;
    }

    /** Those that break the rule. */
    private static Set<String> against(Set<String> all, Predicate<String> rule) {
        return all.stream().filter(rule.negate()).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        var statuses = new TreeMap<>(answered.values().stream().collect(Collectors.groupingBy(s -> s, Collectors.counting())));
        return "SIP to XMPP " + answered.size() + ": " + statuses + ", seen " + seen.size() + ", bounced " + bounced.size()
                + "; XMPP to SIP: read " + read.size() + ", 2xx " + finals.values().stream().filter(s -> s < 300).count()
                + ", error stanzas " + errorsSeen.size();
    }
}
