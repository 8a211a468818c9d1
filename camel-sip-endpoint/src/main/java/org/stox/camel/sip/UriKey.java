package org.stox.camel.sip;

import java.util.Locale;
import java.util.stream.Collectors;

import org.stox.address.SipUri;
import org.stox.address.Uri;

/** RFC 3261 §19.1.4 as a text: equal for URIs that are equal, parameters included. */
final class UriKey {

    private static final String UNRESERVED = "-_.!~*'()";

    private UriKey() {
    }

    static String of(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return uri.toString();
        }
        String parameters = sip.parameters().isEmpty() ? "" : sip.parameters().stream()
                .map(p -> (p.name() + p.value().map(v -> "=" + unescaped(v)).orElse("")).toLowerCase(Locale.ROOT))
                .sorted().collect(Collectors.joining(";"));
        return sip.schemeName() + ':' + sip.user().map(UriKey::unescaped).orElse("") + '@' + sip.host().toLowerCase(Locale.ROOT)
                + (sip.port().isPresent() ? ":" + sip.port().getAsInt() : "") + ';' + parameters + '?' + sip.headers().orElse("");
    }

    /** An escaped character that needs no escape is the character itself; other escapes are compared without case. */
    private static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int code = c == '%' && i + 2 < text.length() ? code(text, i + 1) : -1;
            if (code < 0) {
                plain.append(c);
                continue;
            }
            if (code < 128 && (Character.isLetterOrDigit(code) || UNRESERVED.indexOf(code) >= 0)) {
                plain.append((char) code);
            } else {
                plain.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return plain.toString();
    }

    private static int code(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }
}
