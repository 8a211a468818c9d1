package org.stox.service.chat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the final response to our INVITE means for the messages that wait for it. */
enum InviteAnswer {

    ACCEPTED,

    /** The request is refused for what it is: the peer has no message sessions, MESSAGE is tried (RFC 3261 §21.4, §21.5). */
    NO_SESSIONS,

    /** Nobody has said anything of the user or his wish: MESSAGE is tried. */
    UNREACHED,

    /** 422: the same again for a longer session timer (RFC 4028 §7.3). */
    TOO_SHORT,

    /** The user, or what he wants: each sender is told by RFC 7247 Table 3 (RFC7573-4-15). */
    REFUSED;

    private static final Map<Integer, InviteAnswer> BY_STATUS = Stream.of(
            Stream.of(400, 405, 406, 413, 414, 415, 416, 420, 421, 488, 493, 501, 505, 513, 606).map(s -> Map.entry(s, NO_SESSIONS)),
            Stream.of(408, 500, 502, 503, 504).map(s -> Map.entry(s, UNREACHED)),
            Stream.of(Map.entry(422, TOO_SHORT)))
            .flatMap(entries -> entries).collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    static InviteAnswer of(int status) {
        return status < 300 ? ACCEPTED : BY_STATUS.getOrDefault(status, REFUSED);
    }
}
