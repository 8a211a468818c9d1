package org.stox.protocol.msrp;

import java.util.function.Supplier;

/** The basic rules of RFC 4975 §9: ident, token, digits, text; and identifiers that nobody can guess. */
public final class MsrpTokens {

    private static final boolean[] IDENT = table(".-+%=");
    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`{|}~");
    private static final boolean[] SESSION = table("-._~+=/");

    private static final int IDENT_MIN = 4;
    private static final int IDENT_MAX = 32;
    private static final int READ_MAX = 128;

    private MsrpTokens() {
    }

    private static boolean[] table(String marks) {
        var table = new boolean[128];
        for (char c = 0; c < 128; c++) {
            table[c] = isAlphanumeric(c) || marks.indexOf(c) >= 0;
        }
        return table;
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** What we write as transaction id or Message-ID: 4 to 32 characters, the first a letter or digit. */
    public static boolean isIdent(String text) {
        return text.length() >= IDENT_MIN && text.length() <= IDENT_MAX && isReadable(text);
    }

    /** What we read as one: the same characters in any number up to 128, as UUIDs of 36 are common (RFC 7573, example 5). */
    static boolean isReadable(String text) {
        return !text.isEmpty() && text.length() <= READ_MAX && isAlphanumeric(text.charAt(0)) && all(text, IDENT);
    }

    static boolean isToken(String text) {
        return all(text, TOKEN);
    }

    static boolean isSessionId(String text) {
        return all(text, SESSION);
    }

    /** {@code other-method}: capitals only. */
    static boolean isMethod(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** {@code utf8text}: no controls but the tabulator. */
    static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean all(String text, boolean[] table) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f || !table[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * A session id of at least 128 random bits (RFC 4975 §14.1 asks for 80).
     *
     * @param ids each of at least 64 bits, letters and digits: {@code IdSource::next}
     */
    public static String sessionId(Supplier<String> ids) {
        return ids.get() + ids.get();
    }

    /** A transaction id or Message-ID of at least 64 random bits. */
    static String ident(Supplier<String> ids) {
        var id = ids.get();
        return id.length() < IDENT_MIN ? "id" + id + "00" : id.length() > IDENT_MAX ? id.substring(0, IDENT_MAX) : id;
    }
}
