package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.function.Consumer;

import org.stox.protocol.Ascii;

/** What the reader checks in a header field (RFC 3261 §20); fields without a rule go through as they are. */
enum HeaderRule {

    VIA(false, HeaderRule::vias, "Via", "v"),
    FROM(true, NameAddr::read, "From", "f"),
    TO(true, NameAddr::read, "To", "t"),
    CALL_ID(true, HeaderRule::callId, "Call-ID", "i"),
    CSEQ(true, CSeq::read, "CSeq"),
    MAX_FORWARDS(true, v -> digits(v, "Max-Forwards"), "Max-Forwards"),
    CONTENT_LENGTH(true, v -> digits(v, "Content-Length"), "Content-Length", "l"),
    CONTENT_TYPE(true, ContentType::read, "Content-Type", "c"),
    CONTACT(false, HeaderRule::contacts, "Contact", "m"),
    ROUTE(false, NameAddr::readAll, "Route"),
    RECORD_ROUTE(false, NameAddr::readAll, "Record-Route"),
    REPLY_TO(true, NameAddr::read, "Reply-To"),
    REFER_TO(true, NameAddr::read, "Refer-To", "r"),
    REQUIRE(false, v -> tokens(v, "Require"), "Require"),
    CONTENT_DISPOSITION(true, v -> tokenWithParameters(v, "Content-Disposition"), "Content-Disposition"),
    EVENT(true, EventHeader::read, "Event", "o"),
    SUBSCRIPTION_STATE(true, SubscriptionState::read, "Subscription-State"),
    NONE(false, v -> { });

    private static final String[] WITHOUT_RULE = {"Accept", "Allow", "Content-Encoding", "Content-Language", "Date", "Expires",
        "Organization", "P-Asserted-Identity", "Retry-After", "Server", "Subject", "Supported", "Timestamp", "User-Agent", "Warning"};
    private static final Known[][] BY_LENGTH = new Known[32][];

    static {
        var all = new ArrayList<Known>();
        for (var rule : values()) {
            for (String name : rule.names) {
                all.add(new Known(name, rule));
            }
        }
        for (String name : WITHOUT_RULE) {
            all.add(new Known(name, NONE));
        }
        for (int length = 0; length < BY_LENGTH.length; length++) {
            int wanted = length;
            BY_LENGTH[length] = all.stream().filter(k -> k.name.length() == wanted).toArray(Known[]::new);
        }
    }

    /** A name as it is written, and what is checked in its field. */
    record Known(String name, HeaderRule rule) { }

    private final boolean single;
    private final Consumer<String> check;
    private final String[] names;

    HeaderRule(boolean single, Consumer<String> check, String... names) {
        this.single = single;
        this.check = check;
        this.names = names;
    }

    /** Whether a message may have the field once only, with one value (§7.3.1). */
    boolean isSingle() {
        return single;
    }

    /** SipSyntaxException for a value that the grammar does not allow. */
    void check(String value) {
        check.accept(value);
    }

    String fieldName() {
        return names[0];
    }

    static HeaderRule of(String name) {
        if (name.length() < BY_LENGTH.length) {
            for (var known : BY_LENGTH[name.length()]) {
                if (known.name.equalsIgnoreCase(name)) {
                    return known.rule;
                }
            }
        }
        return NONE;
    }

    /** The name that stands in these octets, which are ASCII; a common spelling costs nothing. */
    @SuppressWarnings("deprecation")        // the one constructor that only copies
    static Known of(byte[] octets, int from, int to) {
        if (to - from < BY_LENGTH.length) {
            for (var known : BY_LENGTH[to - from]) {
                if (matches(known.name, octets, from)) {
                    return known;
                }
            }
        }
        var name = new String(octets, 0, from, to - from);
        return new Known(name, of(name));
    }

    private static boolean matches(String spelling, byte[] octets, int from) {
        for (int i = 0; i < spelling.length(); i++) {
            if (spelling.charAt(i) != octets[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static void vias(String value) {
        for (var via : Via.readAll(value)) {
            if (!via.hasUsableBranch()) {
                throw new SipSyntaxException("Bad branch in Via");
            }
        }
    }

    private static void contacts(String value) {
        if (!value.equals("*")) {
            NameAddr.readAll(value);
        }
    }

    /** Visible ASCII without blanks: wider than {@code callid}, as identifiers in base64 are common. */
    private static void callId(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
                throw new SipSyntaxException("Bad Call-ID");
            }
        }
        if (value.isEmpty()) {
            throw new SipSyntaxException("Bad Call-ID");
        }
    }

    private static void digits(String value, String field) {
        if (!Ascii.isDigits(value)) {
            throw new SipSyntaxException("Bad " + field);
        }
    }

    private static void tokens(String value, String field) {
        var scan = new Scan(value).blank();
        do {
            scan.token("Bad " + field);
        } while (scan.take(','));
        scan.end(field);
    }

    private static void tokenWithParameters(String value, String field) {
        var scan = new Scan(value).blank();
        scan.token("Bad " + field);
        scan.parameters("Bad parameter in " + field);
        scan.end(field);
    }
}
