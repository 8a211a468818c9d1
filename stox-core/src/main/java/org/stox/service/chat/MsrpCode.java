package org.stox.service.chat;

import java.util.Map;
import java.util.Set;

import org.stox.protocol.xmpp.StanzaError.Condition;

import static java.util.Map.entry;

/** Conditions of XMPP as codes of MSRP (RFC 4975 §10), for a REPORT of what did not get through (RFC7573-5-17). */
final class MsrpCode {

    private static final int NO_DELIVERY = 403;

    private static final Map<Condition, Integer> CODES = Map.ofEntries(
            entry(Condition.BAD_REQUEST,             400),
            entry(Condition.CONFLICT,                400),
            entry(Condition.FEATURE_NOT_IMPLEMENTED, 501),
            entry(Condition.INTERNAL_SERVER_ERROR,   400),
            entry(Condition.JID_MALFORMED,           400),
            entry(Condition.NOT_ACCEPTABLE,          415),
            entry(Condition.POLICY_VIOLATION,        413),
            entry(Condition.RECIPIENT_UNAVAILABLE,   408),
            entry(Condition.REMOTE_SERVER_NOT_FOUND, 408),
            entry(Condition.REMOTE_SERVER_TIMEOUT,   408),
            entry(Condition.RESOURCE_CONSTRAINT,     408),
            entry(Condition.UNDEFINED_CONDITION,     400),
            entry(Condition.UNEXPECTED_REQUEST,      400));

    /** Those that a peer gives to a message, and not to the session or for want of a connection. */
    private static final Set<Integer> OF_THE_MESSAGE = Set.of(400, 403, 413, 415, 423, 501);

    private MsrpCode() {
    }

    /** The others say that it is not wanted there, or that there is nobody. */
    static int of(Condition condition) {
        return CODES.getOrDefault(condition, NO_DELIVERY);
    }

    static boolean isOfTheMessage(int code) {
        return OF_THE_MESSAGE.contains(code);
    }
}
