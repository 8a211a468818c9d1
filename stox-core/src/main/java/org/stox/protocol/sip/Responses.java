package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.protocol.Octets;

/** The response to a request, with what must be copied from it (RFC 3261 §8.2.6.2). */
public final class Responses {

    /**
     * RFC 3261 §21; 202 RFC 6665, 204 RFC 5839, 412 RFC 3903, 422 RFC 4028, 429 RFC 3892, 433 RFC 5079, 440 RFC 5393, 489 RFC 6665,
     * 494 RFC 3329, 580 RFC 3312.
     */
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(100, "Trying"), Map.entry(180, "Ringing"), Map.entry(181, "Call Is Being Forwarded"),
            Map.entry(182, "Queued"), Map.entry(183, "Session Progress"),
            Map.entry(200, "OK"), Map.entry(202, "Accepted"), Map.entry(204, "No Notification"),
            Map.entry(300, "Multiple Choices"), Map.entry(301, "Moved Permanently"), Map.entry(302, "Moved Temporarily"),
            Map.entry(305, "Use Proxy"), Map.entry(380, "Alternative Service"),
            Map.entry(400, "Bad Request"), Map.entry(401, "Unauthorized"), Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"), Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"), Map.entry(407, "Proxy Authentication Required"), Map.entry(408, "Request Timeout"),
            Map.entry(410, "Gone"), Map.entry(412, "Conditional Request Failed"), Map.entry(413, "Request Entity Too Large"),
            Map.entry(414, "Request-URI Too Long"), Map.entry(415, "Unsupported Media Type"),
            Map.entry(416, "Unsupported URI Scheme"), Map.entry(420, "Bad Extension"), Map.entry(421, "Extension Required"),
            Map.entry(422, "Session Interval Too Small"), Map.entry(423, "Interval Too Brief"),
            Map.entry(429, "Provide Referrer Identity"), Map.entry(433, "Anonymity Disallowed"),
            Map.entry(440, "Max-Breadth Exceeded"), Map.entry(480, "Temporarily Unavailable"),
            Map.entry(481, "Call/Transaction Does Not Exist"), Map.entry(482, "Loop Detected"), Map.entry(483, "Too Many Hops"),
            Map.entry(484, "Address Incomplete"), Map.entry(485, "Ambiguous"), Map.entry(486, "Busy Here"),
            Map.entry(487, "Request Terminated"), Map.entry(488, "Not Acceptable Here"), Map.entry(489, "Bad Event"),
            Map.entry(491, "Request Pending"), Map.entry(493, "Undecipherable"), Map.entry(494, "Security Agreement Required"),
            Map.entry(500, "Server Internal Error"), Map.entry(501, "Not Implemented"), Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"), Map.entry(504, "Server Time-out"), Map.entry(505, "Version Not Supported"),
            Map.entry(513, "Message Too Large"), Map.entry(580, "Precondition Failure"),
            Map.entry(600, "Busy Everywhere"), Map.entry(603, "Decline"), Map.entry(604, "Does Not Exist Anywhere"),
            Map.entry(606, "Not Acceptable"));

    private static final List<String> CLASSES = List.of("", "Session Progress", "OK", "Redirection", "Request Failure", "Server Failure",
            "Global Failure");

    /** Whose success makes or keeps a dialog (RFC 3261 §12.1, RFC 6665 §4.4.1): the route that proxies recorded goes back to the sender. */
    private static final Set<String> DIALOG_METHODS = Set.of("INVITE", "SUBSCRIBE", "NOTIFY", "REFER");

    private Responses() {
    }

    /** With the reason phrase of the RFC and without body. The To tag is added where the request has none and the status is not 100. */
    public static SipResponse to(SipRequest request, int status, String toTag, SipHeader... more) {
        return to(request, status, reason(status), toTag, List.of(more), Octets.NONE);
    }

    public static SipResponse to(SipRequest request, int status, String reason, String toTag, List<SipHeader> more, Octets body) {
        var headers = new ArrayList<SipHeader>(8 + more.size());
        boolean dialog = status > 100 && status < 300 && DIALOG_METHODS.contains(request.method());
        for (var h : request.headers()) {
            switch (HeaderRule.of(h.name())) {
                case VIA, FROM, CALL_ID, CSEQ -> headers.add(h);
                case RECORD_ROUTE -> {
                    if (dialog) {                                   // §12.1.1, in their order
                        headers.add(h);
                    }
                }
                case TO -> headers.add(status == 100 ? h : tagged(h, toTag));
                default -> {
                    if (status == 100 && h.is("Timestamp")) {
                        headers.add(h);
                    }
                }
            }
        }
        headers.addAll(more);
        return new SipResponse(status, reason, headers, body);
    }

    /** A To that cannot be read is repeated as it is: the fault is what the answer is about. */
    private static SipHeader tagged(SipHeader to, String tag) {
        try {
            return NameAddr.read(to.value()).tag().isPresent() ? to : new SipHeader(to.name(), to.value() + ";tag=" + tag);
        } catch (SipSyntaxException e) {
            return to;
        }
    }

    /** The answer to what could not be read; empty if it is to be dropped. */
    public static Optional<SipResponse> to(SipCodec.Reading.Bad bad, String toTag) {
        return bad.request().map(r -> to(r, bad.status(), bad.reason(), toTag, List.of(), Octets.NONE));
    }

    /** The reason phrase of a status (RFC 3261 §21 and later); of an unknown one that of its class. */
    public static String reason(int status) {
        return REASONS.getOrDefault(status, status < 100 || status > 699 ? "" : CLASSES.get(status / 100));
    }
}
