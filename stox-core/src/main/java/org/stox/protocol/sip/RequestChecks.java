package org.stox.protocol.sip;

import java.util.function.Predicate;

/** RFC 3261 §8.2, §16.3: may a well-formed request go on, and if not, what is its answer. */
public final class RequestChecks {

    private RequestChecks() {
    }

    /** What becomes of a request. */
    public sealed interface Verdict {

        /** It goes on to the route. */
        record Pass() implements Verdict { }

        record Answer(SipResponse response) implements Verdict { }

        /** It gets no answer: an ACK. */
        record Drop(String reason) implements Verdict { }
    }

    /**
     * The checks in their order: ACK, method, scheme, Require, OPTIONS, Max-Forwards, loop, content. A CANCEL or BYE that matches
     * a transaction or dialog is not brought here: here it is 481.
     *
     * @param ours whether a Via is one that this gateway has written
     * @param toTag the To tag of the answer: the same for each copy of a request
     */
    public static Verdict check(SipRequest request, SipProfile profile, Predicate<Via> ours, String toTag) {
        throw new UnsupportedOperationException("skeleton");
    }
}
