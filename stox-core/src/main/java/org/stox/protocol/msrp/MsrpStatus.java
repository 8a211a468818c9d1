package org.stox.protocol.msrp;

import java.util.Optional;

import org.stox.protocol.Ascii;

/** Status of a REPORT (RFC 4975 §7.1.2): namespace {@code 000} means the codes of responses (§10); others are for later documents. */
public record MsrpStatus(String namespace, int code, Optional<String> comment) {

    private static final String CODES = "000";

    public MsrpStatus {
        if (!Ascii.isDigits(namespace) || namespace.length() != 3 || code < 0 || code > 999
                || comment.isPresent() && !MsrpTokens.isText(comment.get())) {
            throw new MsrpSyntaxException("Bad Status");
        }
    }

    public static MsrpStatus of(int code) {
        return new MsrpStatus(CODES, code, MsrpResponse.comment(code));
    }

    public static MsrpStatus read(String text) {
        boolean commented = text.length() > 7 && text.charAt(7) == ' ';
        if (text.length() != 7 && !commented || text.charAt(3) != ' ' || !Ascii.isDigits(text.substring(4, 7))) {
            throw new MsrpSyntaxException("Bad Status");
        }
        return new MsrpStatus(text.substring(0, 3), Integer.parseInt(text.substring(4, 7)),
                commented ? Optional.of(text.substring(8)) : Optional.empty());
    }

    /** It says what a response with this code would say. */
    public boolean isCode() {
        return namespace.equals(CODES);
    }

    @Override
    public String toString() {
        return namespace + ' ' + String.format("%03d", code) + comment.map(c -> ' ' + c).orElse("");
    }
}
