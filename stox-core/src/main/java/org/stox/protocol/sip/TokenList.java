package org.stox.protocol.sip;

import java.util.Arrays;
import java.util.List;

/** The tokens of header fields that are lists of them, such as Supported, Require and Allow (RFC 3261 §7.3.1). */
public final class TokenList {

    private TokenList() {
    }

    /** Of all header fields of that name, as they are written. */
    public static List<String> of(SipMessage message, String header) {
        var fields = message.headers(header);
        return fields.isEmpty() ? List.of() : fields.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip)
                .filter(token -> !token.isEmpty()).toList();
    }

    /** Whether one of them is this: an option tag in any case (§7.3.1). */
    public static boolean has(SipMessage message, String header, String token) {
        return of(message, header).stream().anyMatch(token::equalsIgnoreCase);
    }
}
