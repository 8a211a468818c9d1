package org.stox.protocol;

import java.util.Optional;

/** A language tag as both Content-Language and xml:lang hold it (RFC 5646 §2.1, in the breadth of RFC 3066). */
public final class LanguageTag {

    private static final int MAX_SUBTAG = 8;

    private LanguageTag() {
    }

    /** The first tag of a list separated by commas; empty if it is none. */
    public static Optional<String> first(String list) {
        int comma = list.indexOf(',');
        return Optional.of((comma < 0 ? list : list.substring(0, comma)).strip()).filter(LanguageTag::isTag);
    }

    /** Letters, then subtags of letters and digits. */
    public static boolean isTag(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '-' : text.charAt(i);
            if (c == '-') {
                if (i == start || i - start > MAX_SUBTAG) {
                    return false;
                }
                start = i + 1;
            } else if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || start > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
