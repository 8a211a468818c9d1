package org.stox.address;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** RFC 3261 §19.1.4: when two URIs are the same address. */
public final class SipUris {

    /** Parameters that may not be absent on one side only. */
    private static final List<String> NEVER_IGNORED = List.of("maddr", "method", "transport", "ttl", "user");

    private SipUris() {
    }

    /** Equal by the rules of the RFC. They are not transitive, so this cannot be the equality of a map: see {@link #key}. */
    public static boolean equivalent(Uri one, Uri other) {
        if (!(one instanceof SipUri a) || !(other instanceof SipUri b)) {
            return one.equals(other);
        }
        if (!key(a).equals(key(b))) {
            return false;
        }
        var others = parameters(b);
        return parameters(a).entrySet().stream().allMatch(p -> others.getOrDefault(p.getKey(), p.getValue()).equals(p.getValue()));
    }

    /**
     * A text that is equal for all URIs that are equivalent: scheme, user, host, port, headers, and the parameters that are never
     * ignored. URIs that differ in other parameters only have the same key.
     */
    public static String key(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return uri.toString();
        }
        var key = new StringBuilder(64).append(sip.schemeName()).append(':');
        sip.user().ifPresent(u -> key.append(unescaped(u)).append('@'));
        key.append(sip.host().toLowerCase(Locale.ROOT));
        sip.port().ifPresent(p -> key.append(':').append(p));
        if (!sip.parameters().isEmpty()) {
            var parameters = parameters(sip);
            for (String name : NEVER_IGNORED) {
                if (parameters.containsKey(name)) {
                    key.append(';').append(name).append('=').append(parameters.get(name));
                }
            }
        }
        sip.headers().ifPresent(h -> key.append('?').append(String.join("&", headers(h))));
        return key.toString();
    }

    /** The user that a URI names, in a form to compare by: {@link #key} of its address of record. */
    public static String userKey(Uri uri) {
        return key(uri instanceof SipUri sip ? sip.aor() : uri);
    }

    /** As {@link #key}, but with all parameters: URIs that name different instances of a user (RFC 5627) have different keys. */
    public static String instanceKey(Uri uri) {
        return uri instanceof SipUri sip && !sip.parameters().isEmpty() ? key(sip) + new TreeMap<>(parameters(sip)) : key(uri);
    }

    private static Map<String, String> parameters(SipUri uri) {
        var parameters = new HashMap<String, String>();
        uri.parameters().forEach(p -> parameters.putIfAbsent(folded(p.name()), folded(p.value().orElse(""))));
        return parameters;
    }

    private static List<String> headers(String text) {
        var headers = new ArrayList<String>();
        for (String header : text.split("&", -1)) {
            headers.add(folded(header));
        }
        Collections.sort(headers);
        return headers;
    }

    private static String folded(String text) {
        return unescaped(text).toLowerCase(Locale.ROOT);
    }

    /** Decodes escapes of unreserved characters, once; other escapes stay, with upper-case digits, as {@code %40} is not an at sign. */
    static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int octet = c == '%' && i + 2 < text.length() ? octet(text.charAt(i + 1), text.charAt(i + 2)) : -1;
            if (octet < 0) {
                plain.append(c);
            } else {
                if (SipUriCodec.isUnreserved(octet)) {
                    plain.append((char) octet);
                } else {
                    plain.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
                }
                i += 2;
            }
        }
        return plain.toString();
    }

    private static int octet(char high, char low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }
}
