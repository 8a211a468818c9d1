package org.stox.scenarios.peer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A subscription (RFC 6665) as a user agent without a stack has it: one side of the dialog, with its own numbers. All its requests go to
 * one port, whatever the route set says.
 */
public final class SipWatch {

    /** As long as it takes until one who is away is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String PIDF = "application/pidf+xml";

    private final SipPeer peer;
    private final int to;
    private final String local;
    private final String remote;
    private final String callId;
    private final String target;
    private final AtomicInteger number = new AtomicInteger(1);

    private SipWatch(SipPeer peer, int to, String local, String remote, String callId, String target) {
        this.peer = peer;
        this.to = to;
        this.local = local;
        this.remote = remote;
        this.callId = callId;
        this.target = target;
    }

    /** How a user agent takes a SUBSCRIBE. */
    public static Optional<SipText> accepted(SipPeer peer, SipText request) {
        return accepted(peer, request, request.header("Expires"));
    }

    /** The same for so many seconds. */
    public static Optional<SipText> accepted(SipPeer peer, SipText request, String expires) {
        return Optional.of(request.answer(200, "OK").with("Contact", contact(peer)).with("Expires", expires));
    }

    /** The notifier's side, after the peer has taken the SUBSCRIBE. */
    public static SipWatch of(SipPeer peer, int to, SipText subscribe) {
        return new SipWatch(peer, to, subscribe.header("To") + ";tag=peer", subscribe.header("From"), subscribe.header("Call-ID"),
                uri(subscribe.header("Contact")));
    }

    /** The SUBSCRIBE of a user agent that watches a user, outside of any dialog. */
    public static SipText subscribe(SipPeer peer, String watcher, String contact, int expires) {
        return SipText.message(watcher, contact, "").asMethod("SUBSCRIBE").without("Content-Type").with("Event", "presence")
                .with("Accept", PIDF).with("Expires", Integer.toString(expires)).with("Contact", contact(peer));
    }

    /** The subscriber's side, after the other has taken the SUBSCRIBE. */
    public static SipWatch of(SipPeer peer, int to, SipText subscribe, SipText answer) {
        if (answer.status() >= 300) {
            throw new AssertionError(answer);
        }
        return new SipWatch(peer, to, subscribe.header("From"), answer.header("To"),
                subscribe.header("Call-ID"), uri(answer.header("Contact")));
    }

    /** Another SUBSCRIBE in the dialog. */
    public SipText refresh(int expires) {
        return peer.call(to, request("SUBSCRIBE").with("Accept", PIDF).with("Expires", Integer.toString(expires)));
    }

    /** Tells the subscriber, with a document or without. */
    public SipText notify(String state, String document) {
        var request = request("NOTIFY").with("Subscription-State", state);
        return peer.call(to, document.isEmpty() ? request
                : new SipText(request.startLine(), request.with("Content-Type", PIDF).headers(), document));
    }

    /** Tells the subscriber with a document that is packed so (Content-Encoding). */
    public SipText notify(String state, String coding, byte[] packed) {
        var request = request("NOTIFY").with("Subscription-State", state).with("Content-Type", PIDF).with("Content-Encoding", coding);
        return peer.call(to, new SipText(request.startLine(), request.headers(), new String(packed, StandardCharsets.ISO_8859_1)));
    }

    /** Waits for the next NOTIFY of this dialog. */
    public SipText notified() {
        return notified(r -> true);
    }

    /** Waits for the first NOTIFY of this dialog that is so. */
    public SipText notified(Predicate<SipText> which) {
        return peer.receives(r -> r.method().equals("NOTIFY") && r.header("Call-ID").equals(callId) && which.test(r), PATIENCE);
    }

    private SipText request(String method) {
        return new SipText(method + " " + target + " SIP/2.0", List.of(), "").with("Max-Forwards", "70").with("From", local)
                .with("To", remote).with("Call-ID", callId).with("CSeq", number.incrementAndGet() + " " + method)
                        .with("Contact", contact(peer))
                .with("Event", "presence");
    }

    private static String contact(SipPeer peer) {
        return "<sip:phone@" + peer.hostPort() + ">";
    }

    private static String uri(String contact) {
        return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
    }
}
