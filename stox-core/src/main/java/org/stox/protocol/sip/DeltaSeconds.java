package org.stox.protocol.sip;

import java.util.Optional;

/** Seconds in Expires, Min-Expires, Retry-After and their like (RFC 3261 §25.1). */
public final class DeltaSeconds {

    private DeltaSeconds() {
    }

    /** The digits that a value begins with, as Retry-After may go on with a comment; what is too large is the largest int. */
    public static Optional<Integer> read(String value) {
        var text = value.strip();
        int at = 0;
        long seconds = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            seconds = Math.min(seconds * 10 + text.charAt(at++) - '0', Integer.MAX_VALUE);
        }
        return at == 0 ? Optional.empty() : Optional.of((int) seconds);
    }

    /** Of the first header field of that name. */
    public static Optional<Integer> of(SipMessage message, String header) {
        return message.header(header).flatMap(DeltaSeconds::read);
    }
}
