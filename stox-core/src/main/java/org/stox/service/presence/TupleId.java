package org.stox.service.presence;

import java.util.Optional;

/**
 * RFC 8048 §6.2 note 2: a resourcepart as the id of a tuple, an NCName, and back. Letters, digits, point and hyphen stand for themselves
 * behind {@code ID-}, an underscore is doubled, all else is its code point in hex between underscores (RFC8048-6.2-17).
 */
final class TupleId {

    private static final String PREFIX = "ID-";

    /** A presence of the bare JID; no resourcepart is written so. */
    private static final String BARE = "bare";

    private TupleId() {
    }

    static String of(Optional<String> resource) {
        return resource.map(r -> PREFIX + encoded(r)).orElse(BARE);
    }

    /** An id that is not one of ours is the resourcepart as it stands; none at all is the bare JID. */
    static Optional<String> resource(String id) {
        if (id.isEmpty() || id.equals(BARE)) {
            return Optional.empty();
        }
        var ours = id.startsWith(PREFIX) ? decoded(id.substring(PREFIX.length())) : Optional.<String>empty();
        return ours.filter(r -> of(Optional.of(r)).equals(id)).or(() -> Optional.of(id));
    }

    private static String encoded(String resource) {
        var id = new StringBuilder(resource.length() + 8);
        resource.codePoints().forEach(c -> {
            if (c == '_') {
                id.append("__");
            } else if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-')) {
                id.append((char) c);
            } else {
                id.append('_').append(Integer.toHexString(c)).append('_');
            }
        });
        return id.toString();
    }

    private static Optional<String> decoded(String id) {
        var resource = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) != '_') {
                resource.append(id.charAt(i));
                continue;
            }
            int end = id.indexOf('_', i + 1);
            if (end < 0 || end - i > 7) {
                return Optional.empty();
            }
            if (end == i + 1) {
                resource.append('_');
            } else {
                int c = codePoint(id.substring(i + 1, end));
                if (c < 0) {
                    return Optional.empty();
                }
                resource.appendCodePoint(c);
            }
            i = end;
        }
        return Optional.of(resource.toString()).filter(r -> !r.isEmpty());
    }

    private static int codePoint(String hex) {
        if (!hex.matches("[0-9a-f]{1,6}")) {
            return -1;
        }
        int c = Integer.parseInt(hex, 16);
        return Character.isValidCodePoint(c) ? c : -1;
    }
}
