package org.stox.service.im;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import org.stox.protocol.CleanText;
import org.stox.protocol.sip.SipTokens;

/**
 * A thread as Call-ID and back (RFC 7572 Tables 1 and 2). It goes verbatim where it is a short {@code callid}, else it is encoded so
 * that the way back restores it (RFC7572-4-15). Who chose it does not matter: each request has a fresh From tag.
 */
final class ThreadId {

    private static final int MAX = 128;

    /** What encoded threads begin with; a thread that begins so by itself is encoded too. */
    private static final String ENCODED = "stox-thread.";

    private ThreadId() {
    }

    static String toCallId(String thread) {
        if (thread.length() <= MAX && !thread.startsWith(ENCODED) && SipTokens.isCallId(thread)) {
            return thread;
        }
        return ENCODED + Base64.getUrlEncoder().withoutPadding().encodeToString(thread.getBytes(StandardCharsets.UTF_8));
    }

    static String toThread(String callId) {
        return decoded(callId).orElseGet(() -> CleanText.forXml(callId));
    }

    /** Only what {@link #toCallId} would write again. */
    private static Optional<String> decoded(String callId) {
        if (!callId.startsWith(ENCODED)) {
            return Optional.empty();
        }
        try {
            var octets = Base64.getUrlDecoder().decode(callId.substring(ENCODED.length()));
            var thread = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return Optional.of(thread).filter(t -> !t.isEmpty() && toCallId(t).equals(callId) && CleanText.forXml(t).equals(t));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
