package org.stox.service.presence;

import java.util.Map;

/** What a final response to a SUBSCRIBE means (RFC 8048 §5.2.2, RFC 6665 §4.1.2.2). */
enum SubscribeAnswer {

    /** 2xx: the state stays as it is until a NOTIFY (RFC8048-5.2.1-06). */
    ACCEPTED,

    /** The authorization is cancelled for good. */
    REFUSED,

    /** The same again, for longer. */
    TOO_BRIEF,

    /** There is no such dialog: a new one. */
    UNKNOWN_DIALOG,

    /** The dialog is over, the authorization is not. */
    DIALOG_OVER,

    /** Nothing changes until the dialog expires. */
    LATER;

    private static final Map<Integer, SubscribeAnswer> BY_STATUS = Map.ofEntries(
            Map.entry(403, REFUSED), Map.entry(489, REFUSED), Map.entry(603, REFUSED),
            Map.entry(423, TOO_BRIEF),
            Map.entry(481, UNKNOWN_DIALOG),
            Map.entry(404, DIALOG_OVER), Map.entry(405, DIALOG_OVER), Map.entry(410, DIALOG_OVER), Map.entry(416, DIALOG_OVER),
            Map.entry(480, DIALOG_OVER), Map.entry(482, DIALOG_OVER), Map.entry(483, DIALOG_OVER), Map.entry(484, DIALOG_OVER),
            Map.entry(485, DIALOG_OVER), Map.entry(501, DIALOG_OVER), Map.entry(604, DIALOG_OVER));

    /** Whether the same request may be answered better later: the peer is away or at its limit (RFC 3261 §21.4.9, §21.5). */
    static boolean isTransient(int status) {
        return status == 408 || status == 500 || status == 502 || status == 503 || status == 504;
    }

    static SubscribeAnswer of(int status) {
        return status < 300 ? ACCEPTED : BY_STATUS.getOrDefault(status, LATER);
    }
}
