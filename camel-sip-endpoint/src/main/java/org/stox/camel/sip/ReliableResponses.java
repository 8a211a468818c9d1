package org.stox.camel.sip;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.stox.protocol.sip.RAck;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;

/** Provisional responses that are sent again until their PRACK: in each early dialog each counts once, and not before its turn (RFC 3262 §4). */
final class ReliableResponses {

    private final Map<String, Long> last = new HashMap<>();     // by To tag

    /** Whether it is the next one; any other response is. */
    boolean isNext(SipResponse response) {
        try {
            return RAck.of(response).map(rack -> isNext(InviteId.Branch.of(response).toTag(), rack.response())).orElse(true);
        } catch (SipSyntaxException e) {
            return false;
        }
    }

    private boolean isNext(String tag, long number) {
        boolean next = Optional.ofNullable(last.get(tag)).map(before -> number == before + 1).orElse(true);
        if (next) {
            last.put(tag, number);
        }
        return next;
    }
}
