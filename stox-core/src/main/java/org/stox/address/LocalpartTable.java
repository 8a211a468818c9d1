package org.stox.address;

/** RFC 7247 §6.2, Table 1: which characters stand for themselves in a local part; letters and digits do everywhere. */
enum LocalpartTable {

    SIP("!$&'()*+,-./;=?_~",               "\"#%:<>@[\\]^`{|}"),
    IM("!#$%&'*+-/=?^_`{|}~",              "\"(),.:;<>@[\\]"),
    XMPP("!#$%()*+,-.;=?[\\]^_`{|}~",      "\"&'/:<>@");

    /** Allowed by the row of im and pres, but by no URI (RFC 3986 §3.3): escaped all the same (RFC7247-6.2-03). */
    private static final String IN_NO_URI = "#%^`{|}";

    private final String allowed;
    private final String disallowed;
    private final boolean[] literal = new boolean[0x80];

    LocalpartTable(String allowed, String disallowed) {
        this.allowed = allowed;
        this.disallowed = disallowed;
        for (char c = 0; c < 0x80; c++) {
            literal[c] = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || allowed.indexOf(c) >= 0;
        }
    }

    String allowed() {
        return allowed;
    }

    String disallowed() {
        return disallowed;
    }

    /** Whether the character is written as itself there. */
    boolean isLiteral(char c) {
        return c < 0x80 ? literal[c] && (this != IM || IN_NO_URI.indexOf(c) < 0) : this == XMPP;
    }
}
