package org.stox.protocol.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.stox.protocol.Octets;

/**
 * A subscription as data (RFC 6665 §4), on either side of it: one event package in one dialog, until some time.
 *
 * @param event as it is written in each request
 * @param expires when it ends unless it is refreshed
 */
public record Subscription(SipDialog dialog, String event, Instant expires) {

    /** The default of the presence package and others (RFC 3856 §6.4). */
    public static final int DEFAULT_EXPIRES = 3600;

    /** Timer N: within this a NOTIFY must follow each SUBSCRIBE (RFC 6665 §4.1.2.4). */
    public static final Duration TIMER_N = Duration.ofMillis(64 * 500);

    /** Answers to a SUBSCRIBE or NOTIFY that end it, on either side (RFC 6665 §4.1.2.3, §4.2.2). */
    public static final Set<Integer> ENDED_BY = Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private static final int ROOM_AFTER_RESTART = 1000;

    /** Whether a request is of this subscription: of its dialog, its package and its id (§8.2.1), of which a dialog of ours has one only. */
    public boolean matches(SipRequest request) {
        return dialog.matches(request)
                && request.header("Event").map(EventHeader::read).filter(EventHeader.read(event)::matches).isPresent();
    }

    public Subscription on(SipDialog newDialog) {
        return new Subscription(newDialog, event, expires);
    }

    public Subscription until(Instant newExpires) {
        return new Subscription(dialog, event, newExpires);
    }

    /** With the next CSeq number: what {@link #subscribe} and {@link #notify} are then written with. */
    public Subscription next() {
        return on(dialog.next());
    }

    /** After a restart: numbers may have been used that no disk has seen. */
    public Subscription restored() {
        return on(dialog.skip(ROOM_AFTER_RESTART));
    }

    /** Seconds left, never less than 0. */
    public int left(Instant now) {
        return (int) Math.max(0, Duration.between(now, expires).toSeconds());
    }

    /** SUBSCRIBE (§4.1.2): within the dialog if it has a peer, else the one that begins it. */
    public SipRequest subscribe(int seconds, SipHeader... more) {
        var headers = new ArrayList<SipHeader>(2 + more.length);
        headers.add(new SipHeader("Event", event));
        headers.addAll(List.of(more));
        headers.add(new SipHeader("Expires", String.valueOf(seconds)));
        return dialog.request("SUBSCRIBE", headers, Octets.NONE);
    }

    /** NOTIFY (§4.2.2). */
    public SipRequest notify(SubscriptionState state, Octets body, SipHeader... more) {
        var headers = new ArrayList<SipHeader>(2 + more.length);
        headers.add(new SipHeader("Event", event));
        headers.add(new SipHeader("Subscription-State", state.toString()));
        headers.addAll(List.of(more));
        return dialog.request("NOTIFY", headers, body);
    }
}
