package org.stox.protocol.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What an endpoint takes (RFC 4975 §8.6): {@code a=accept-types}, {@code a=accept-wrapped-types}, {@code a=max-size}.
 *
 * @param types media types as written, {@code *} and {@code type/*} among them; the first is preferred
 * @param wrapped those that are taken only inside a container
 * @param maxSize octets of a whole message
 */
public record AcceptTypes(List<String> types, List<String> wrapped, OptionalLong maxSize) {

    private static final String ANY = "*";
    private static final String CPIM = "message/cpim";

    public AcceptTypes {
        types = List.copyOf(types);
        wrapped = List.copyOf(wrapped);
        if (types.isEmpty()) {
            throw new SdpException("No accept-types");
        }
        types.forEach(AcceptTypes::check);
        wrapped.forEach(AcceptTypes::check);
    }

    public static AcceptTypes of(List<String> types, List<String> wrapped, long maxSize) {
        return new AcceptTypes(types, wrapped, OptionalLong.of(maxSize));
    }

    /** Entries with spaces between, those in quoted strings apart. */
    static List<String> readList(String value) {
        var entries = new ArrayList<String>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : ' ';
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && (!quoted || i == value.length())) {
                if (i > from) {
                    entries.add(value.substring(from, i));
                }
                from = i + 1;
            }
        }
        return entries;
    }

    private static void check(String entry) {
        var essence = essence(entry);
        int slash = essence.indexOf('/');
        if (!entry.equals(ANY) && (slash < 0 || !SdpTokens.isToken(essence.substring(0, slash))
                || !SdpTokens.isToken(essence.substring(slash + 1)))) {
            throw new SdpException("Bad accept-types");
        }
    }

    /** It may be sent as it is; parameters do not count. */
    public boolean takes(String contentType) {
        return matches(types, contentType);
    }

    /** It may be sent inside message/cpim. */
    public boolean takesWrapped(String contentType) {
        return takes(CPIM) && (matches(types, contentType) || matches(wrapped, contentType));
    }

    /** It is named by itself, not only by a wildcard: so there is somebody who understands it. */
    public boolean names(String contentType) {
        return Stream.concat(types.stream(), wrapped.stream()).anyMatch(e -> essence(e).equals(essence(contentType)));
    }

    /** It must be wrapped in message/cpim, or should be: that is what the peer names first (§13). */
    public boolean wraps(String contentType) {
        return takesWrapped(contentType) && (!takes(contentType) || essence(types.get(0)).equals(CPIM));
    }

    /** A message of so many octets may be sent (§8.6: a hint, but one to be followed). */
    public boolean takes(long octets) {
        return maxSize.isEmpty() || octets <= maxSize.getAsLong();
    }

    private static boolean matches(List<String> entries, String contentType) {
        var essence = essence(contentType);
        var family = essence.substring(0, essence.indexOf('/') + 1) + ANY;
        for (var e : entries) {
            var entry = essence(e);
            if (entry.equals(ANY) || entry.equals(essence) || entry.equals(family)) {
                return true;
            }
        }
        return false;
    }

    private static String essence(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
