package org.stox.protocol.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.sip.SessionExpires.Role;

/**
 * The session timer of an INVITE dialog (RFC 4028): what we ask for, and after each 2xx to an INVITE or UPDATE what is agreed.
 *
 * @param interval seconds that the session lasts after a refresh; before anything is agreed, what we would like
 * @param minimum the largest Min-SE that came by a 422 or a request (§7.4), 0 if none did
 */
public record SessionTimer(int interval, int minimum, Refresher refresher) {

    /** Below this no session timer goes, and Min-SE means it where it is absent (§4, §5). */
    public static final int LEAST = 90;

    /** What RFC 4028 §4 recommends. */
    public static final int RECOMMENDED = 1800;

    private static final String TIMER = "timer";
    private static final String SUPPORTED = "Supported";
    private static final String MIN_SE = "Min-SE";
    private static final int EARLY = 32;

    /** Who refreshes the session. */
    public enum Refresher {
        /** There is no dialog yet. */
        OPEN,
        /** The session does not expire. */
        NOBODY,
        US,
        PEER
    }

    /** What becomes of an INVITE or UPDATE of the peer. */
    public sealed interface Answer {

        /** @param headers for the 2xx */
        record Accepted(SessionTimer timer, List<SipHeader> headers) implements Answer {

            public Accepted {
                headers = List.copyOf(headers);
            }
        }

        /** 422 with this Min-SE (§9). */
        record TooSmall(SipHeader minimum) implements Answer { }
    }

    public SessionTimer {
        if (interval < LEAST) {
            throw new IllegalArgumentException("A session interval of " + interval);
        }
    }

    /** Before the first INVITE, on either side. */
    public static SessionTimer asked(int interval) {
        return new SessionTimer(interval, 0, Refresher.OPEN);
    }

    /** For an INVITE or UPDATE of ours, the first and each later one (§7.1, §7.4). The roles stay as they are. */
    public List<SipHeader> headers() {
        var headers = new ArrayList<SipHeader>(3);
        headers.add(new SipHeader(SUPPORTED, TIMER));
        if (refresher != Refresher.NOBODY) {
            headers.add(new SessionExpires(Math.max(interval, minimum), role()).header());
        }
        if (minimum > 0) {
            headers.add(new SipHeader(MIN_SE, String.valueOf(minimum)));
        }
        return headers;
    }

    /** In a request of ours we are the UAC. */
    private Optional<Role> role() {
        return switch (refresher) {
            case OPEN, NOBODY -> Optional.empty();
            case US -> Optional.of(Role.UAC);
            case PEER -> Optional.of(Role.UAS);
        };
    }

    /** After a 422: with its Min-SE, for the next try; empty if it asks for no more than it was given (§7.3). What is agreed still counts. */
    public Optional<SessionTimer> refused(SipResponse tooSmall) {
        return DeltaSeconds.of(tooSmall, MIN_SE).filter(least -> tooSmall.status() == 422 && least > Math.max(interval, minimum))
                .map(least -> new SessionTimer(interval, least, refresher));
    }

    /** After a 2xx to an INVITE or UPDATE of ours: without Session-Expires in it the session does not expire (§7.2). */
    public SessionTimer agreed(SipResponse ok) {
        int kept = refresher == Refresher.OPEN ? 0 : minimum;           // §7.4: cleared once the dialog is there
        return SessionExpires.of(ok).filter(e -> e.seconds() >= LEAST)
                .map(e -> new SessionTimer(e.seconds(), kept, e.refresher().orElse(Role.UAC) == Role.UAC ? Refresher.US : Refresher.PEER))
                .orElseGet(() -> new SessionTimer(interval, kept, Refresher.NOBODY));
    }

    /** Where the peer does not know session timers: we refresh for ourselves, to see that it is still there (§7.2). */
    public SessionTimer alone() {
        return refresher == Refresher.NOBODY ? new SessionTimer(interval, minimum, Refresher.US) : this;
    }

    /** The answer to an INVITE or UPDATE of the peer (§9). */
    public Answer answer(SipRequest request) {
        boolean supports = TokenList.has(request, SUPPORTED, TIMER);
        var asked = SessionExpires.of(request);
        if (supports && asked.filter(e -> e.seconds() < LEAST).isPresent()) {
            return new Answer.TooSmall(new SipHeader(MIN_SE, String.valueOf(LEAST)));
        }
        int least = Math.max(LEAST, DeltaSeconds.of(request, MIN_SE).orElse(0));
        int seen = Math.max(minimum, DeltaSeconds.of(request, MIN_SE).orElse(0));
        var headers = new ArrayList<SipHeader>(3);
        headers.add(new SipHeader(SUPPORTED, TIMER));
        var running = asked.filter(e -> e.seconds() >= LEAST)
                .map(e -> new SessionExpires(Math.min(e.seconds(), Math.max(interval, least)), Optional.of(refresher(e, supports))))
                .or(() -> Optional.of(new SessionExpires(Math.max(interval, least), Optional.of(running(Role.UAS)))).filter(e -> supports));
        running.ifPresent(e -> {
            headers.add(e.header());
            if (supports) {
                headers.add(new SipHeader("Require", TIMER));
            }
        });
        return new Answer.Accepted(running.map(e -> new SessionTimer(e.seconds(), seen,
                e.refresher().equals(Optional.of(Role.UAS)) ? Refresher.US : Refresher.PEER))
                .orElseGet(() -> new SessionTimer(interval, seen, Refresher.NOBODY)), headers);
    }

    /** Table 2: who is able and asked to; where that is open, it stays as it is, and at first the one who asks refreshes. */
    private Role refresher(SessionExpires asked, boolean supports) {
        return supports ? asked.refresher().orElseGet(() -> running(Role.UAC)) : Role.UAS;
    }

    /** In a request of the peer we are the UAS. */
    private Role running(Role otherwise) {
        return switch (refresher) {
            case OPEN, NOBODY -> otherwise;
            case US -> Role.UAS;
            case PEER -> Role.UAC;
        };
    }

    /** After the last 2xx: when we refresh (§7.2, §9), if we do. */
    public Optional<Duration> refreshAfter() {
        return Optional.of(Duration.ofSeconds(interval).dividedBy(2)).filter(half -> refresher == Refresher.US);
    }

    /** After the last 2xx: when we send BYE, unless there was another one: slightly before the session expires (§10). */
    public Optional<Duration> endAfter() {
        return Optional.of(Duration.ofSeconds(interval - Math.min(EARLY, interval / 3)))
                .filter(end -> refresher == Refresher.US || refresher == Refresher.PEER);
    }
}
