package org.stox.protocol.sip;

/** CSeq (RFC 3261 §20.16): a number below 2^31 (§8.1.1.5) and the method. */
public record CSeq(int number, String method) {

    public CSeq {
        if (number < 0 || !SipTokens.isToken(method)) {
            throw new SipSyntaxException("Bad CSeq");
        }
    }

    public static CSeq read(String value) {
        int at = 0;
        long number = 0;
        while (at < value.length() && value.charAt(at) >= '0' && value.charAt(at) <= '9') {
            number = number * 10 + (value.charAt(at++) - '0');
            if (number > Integer.MAX_VALUE) {
                throw new SipSyntaxException("CSeq number too large");
            }
        }
        int blank = at;
        while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at++;
        }
        if (blank == 0 || at == blank) {
            throw new SipSyntaxException("Bad CSeq");
        }
        return new CSeq((int) number, value.substring(at));
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
