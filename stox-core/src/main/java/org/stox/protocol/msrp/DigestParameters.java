package org.stox.protocol.msrp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The value of WWW-Authenticate or Authentication-Info (RFC 4976 §7): {@code Digest name=value, name="value"}; names in lower case. */
record DigestParameters(Map<String, String> values) {

    private static final String SCHEME = "digest ";

    DigestParameters {
        values = Map.copyOf(values);
    }

    /** A challenge; throws {@link MsrpSyntaxException} where it is of another scheme, as Basic is never answered (§9.1). */
    static DigestParameters challenge(String value) {
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new MsrpSyntaxException("No Digest challenge");
        }
        return read(value.substring(SCHEME.length()));
    }

    static DigestParameters read(String text) {
        var values = new LinkedHashMap<String, String>();
        int at = 0;
        while (at < text.length()) {
            int equal = text.indexOf('=', at);
            var name = equal < 0 ? "" : text.substring(at, equal).strip().toLowerCase(Locale.ROOT);
            if (!MsrpTokens.isToken(name)) {
                throw new MsrpSyntaxException("Bad Digest parameters");
            }
            int end = end(text, equal + 1);
            if (values.put(name, unquoted(text.substring(equal + 1, end).strip())) != null) {
                throw new MsrpSyntaxException("Repeated Digest parameter");
            }
            at = end + 1;
        }
        return new DigestParameters(values);
    }

    /** The next comma that is in no quoted string. */
    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        var plain = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            plain.append(value.charAt(i) == '\\' && i + 2 < value.length() ? value.charAt(++i) : value.charAt(i));
        }
        return plain.toString();
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
