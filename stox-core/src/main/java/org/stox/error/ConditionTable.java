package org.stox.error;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

import static org.stox.protocol.xmpp.StanzaError.Condition.*;

/** RFC 7247 §7.1, Table 2: the conditions of XMPP as status codes of SIP, as printed. */
final class ConditionTable {

    /**
     * A row.
     *
     * @param full the code where the error relates to a full JID, or where a decision says yes
     * @param bare the code where it relates to a bare JID, or where a decision says no
     * @param rows the requirement rows of both
     */
    record Row(Condition condition, int full, int bare, Choice choice, String rows) {

        int code(StanzaError error, Situation situation) {
            return choice.isFirst(error, situation) ? full : bare;
        }
    }

    /** What a code depends on beside the condition. */
    record Situation(boolean bare, boolean inDialog) { }

    /** Which of two codes. */
    interface Choice {

        boolean isFirst(StanzaError error, Situation situation);
    }

    private static final Choice ALWAYS = (e, s) -> true;

    /** Notes 1 and 2. */
    private static final Choice FULL_JID = (e, s) -> !s.bare();

    /** Note 3. */
    private static final Choice NEW_ADDRESS = (e, s) -> NewAddress.toSip(e).isPresent();

    /** Note 4; RFC7247-7.1-24: what may resolve later has the type wait, all else does not exist. */
    private static final Choice DOES_NOT_EXIST = (e, s) -> e.type() != StanzaError.Type.WAIT;

    /** RFC7247-7.1-31: the RFC gives no rule; 491 means something only inside a dialog. */
    private static final Choice IN_DIALOG = (e, s) -> s.inDialog();

    static final List<Row> TABLE_2 = List.of(
            row(BAD_REQUEST,             400,                      "02"),
            row(CONFLICT,                400,                      "03"),
            row(FEATURE_NOT_IMPLEMENTED, 405, 501, FULL_JID,       "04, 05"),       // (1)
            row(FORBIDDEN,               403, 603, FULL_JID,       "06, 07"),       // (2)
            row(GONE,                    301, 410, NEW_ADDRESS,    "08, 09"),       // (3)
            row(INTERNAL_SERVER_ERROR,   500,                      "10"),
            row(ITEM_NOT_FOUND,          404, 604, FULL_JID,       "11, 12"),       // (2)
            row(JID_MALFORMED,           400,                      "13"),
            row(NOT_ACCEPTABLE,          406, 606, FULL_JID,       "14, 15"),       // (2)
            row(NOT_ALLOWED,             403,                      "16"),
            row(NOT_AUTHORIZED,          401,                      "17"),           // goes out as 403: ErrorMapping
            row(POLICY_VIOLATION,        403,                      "18"),
            row(RECIPIENT_UNAVAILABLE,   480, 600, FULL_JID,       "19, 20"),       // (2)
            row(REDIRECT,                302,                      "21"),
            row(REGISTRATION_REQUIRED,   407,                      "22"),           // goes out as 403: ErrorMapping
            row(REMOTE_SERVER_NOT_FOUND, 404, 408, DOES_NOT_EXIST, "23, 24"),       // (4)
            row(REMOTE_SERVER_TIMEOUT,   408,                      "25"),
            row(RESOURCE_CONSTRAINT,     500,                      "26"),
            row(SERVICE_UNAVAILABLE,     403,                      "27, 28"),       // (5) never 503 by default
            row(SUBSCRIPTION_REQUIRED,   400,                      "29"),
            row(UNDEFINED_CONDITION,     400,                      "30"),
            row(UNEXPECTED_REQUEST,      491, 400, IN_DIALOG,      "31"));

    private static final Map<Condition, Row> BY_CONDITION = TABLE_2.stream()
            .collect(Collectors.toUnmodifiableMap(Row::condition, Function.identity()));

    private ConditionTable() {
    }

    static Row row(Condition condition) {
        return BY_CONDITION.get(condition);
    }

    private static Row row(Condition condition, int code, String rows) {
        return new Row(condition, code, code, ALWAYS, rows);
    }

    private static Row row(Condition condition, int full, int bare, Choice choice, String rows) {
        return new Row(condition, full, bare, choice, rows);
    }
}
