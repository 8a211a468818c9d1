package org.stox.error;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.stox.protocol.xmpp.StanzaError.Condition;

import static org.stox.protocol.xmpp.StanzaError.Condition.*;

/** RFC 7247 §7.2, Table 3: the status codes of SIP as conditions of XMPP, as printed; 3 to 6 stand for 3xx to 6xx. */
final class CodeTable {

    /** A row, with the number of its requirement row (RFC7247-7.2-…). */
    record Row(int code, Condition condition, String row) { }

    static final List<Row> TABLE_3 = List.of(
            new Row(3,   REDIRECT,                "02"),
            new Row(300, REDIRECT,                "03"),
            new Row(301, GONE,                    "04"),        // (1) with the new address
            new Row(302, REDIRECT,                "05"),
            new Row(305, REDIRECT,                "06"),
            new Row(380, NOT_ACCEPTABLE,          "07"),
            new Row(4,   BAD_REQUEST,             "08"),
            new Row(400, BAD_REQUEST,             "09"),
            new Row(401, NOT_AUTHORIZED,          "10"),
            new Row(402, BAD_REQUEST,             "11"),        // (2)
            new Row(403, FORBIDDEN,               "12"),        // (3)
            new Row(404, ITEM_NOT_FOUND,          "13"),        // (4)
            new Row(405, FEATURE_NOT_IMPLEMENTED, "14"),
            new Row(406, NOT_ACCEPTABLE,          "15"),
            new Row(407, REGISTRATION_REQUIRED,   "16"),
            new Row(408, REMOTE_SERVER_TIMEOUT,   "17"),        // (5)
            new Row(410, GONE,                    "18"),        // (1) without an address
            new Row(413, POLICY_VIOLATION,        "19"),
            new Row(414, POLICY_VIOLATION,        "20"),
            new Row(415, NOT_ACCEPTABLE,          "21"),
            new Row(416, NOT_ACCEPTABLE,          "22"),
            new Row(420, FEATURE_NOT_IMPLEMENTED, "23"),
            new Row(421, NOT_ACCEPTABLE,          "24"),
            new Row(423, RESOURCE_CONSTRAINT,     "25"),
            new Row(430, RECIPIENT_UNAVAILABLE,   "26"),        // (6)
            new Row(439, FEATURE_NOT_IMPLEMENTED, "27"),        // (6)
            new Row(440, POLICY_VIOLATION,        "28"),        // (7)
            new Row(480, RECIPIENT_UNAVAILABLE,   "29"),
            new Row(481, ITEM_NOT_FOUND,          "30"),
            new Row(482, NOT_ACCEPTABLE,          "31"),
            new Row(483, NOT_ACCEPTABLE,          "32"),
            new Row(484, ITEM_NOT_FOUND,          "33"),
            new Row(485, ITEM_NOT_FOUND,          "34"),
            new Row(486, RECIPIENT_UNAVAILABLE,   "35"),
            new Row(487, RECIPIENT_UNAVAILABLE,   "36"),
            new Row(488, NOT_ACCEPTABLE,          "37"),
            new Row(489, POLICY_VIOLATION,        "38"),        // (8)
            new Row(491, UNEXPECTED_REQUEST,      "39"),
            new Row(493, BAD_REQUEST,             "40"),
            new Row(5,   INTERNAL_SERVER_ERROR,   "41"),
            new Row(500, INTERNAL_SERVER_ERROR,   "42"),
            new Row(501, FEATURE_NOT_IMPLEMENTED, "43"),
            new Row(502, REMOTE_SERVER_NOT_FOUND, "44"),
            new Row(503, INTERNAL_SERVER_ERROR,   "45"),        // (9)
            new Row(504, REMOTE_SERVER_TIMEOUT,   "46"),
            new Row(505, NOT_ACCEPTABLE,          "47"),
            new Row(513, POLICY_VIOLATION,        "48"),
            new Row(6,   RECIPIENT_UNAVAILABLE,   "49"),
            new Row(600, RECIPIENT_UNAVAILABLE,   "50"),
            new Row(603, RECIPIENT_UNAVAILABLE,   "51"),
            new Row(604, ITEM_NOT_FOUND,          "52"),
            new Row(606, NOT_ACCEPTABLE,          "53"));

    private static final Map<Integer, Row> BY_CODE = TABLE_3.stream().collect(Collectors.toUnmodifiableMap(Row::code, Function.identity()));

    private CodeTable() {
    }

    /** The row of the code, or of its class. Only failures have one (RFC 7247 §7). */
    static Row row(int code) {
        if (code < 300 || code > 699) {
            throw new IllegalArgumentException("not a failure: " + code);
        }
        var row = BY_CODE.get(code);
        return row == null ? BY_CODE.get(code / 100) : row;
    }
}
