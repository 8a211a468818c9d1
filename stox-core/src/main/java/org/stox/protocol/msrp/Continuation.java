package org.stox.protocol.msrp;

/** The flag of an end-line (RFC 4975 §7.1). */
public enum Continuation {

    /** The end of the message. */
    END('$'),
    /** More of the message will follow. */
    MORE('+'),
    /** The sender gives the message up. */
    ABORT('#');

    private final char flag;

    Continuation(char flag) {
        this.flag = flag;
    }

    public char flag() {
        return flag;
    }

    static boolean isFlag(int c) {
        return c == '$' || c == '+' || c == '#';
    }

    static Continuation of(int flag) {
        return flag == '$' ? END : flag == '+' ? MORE : ABORT;
    }
}
