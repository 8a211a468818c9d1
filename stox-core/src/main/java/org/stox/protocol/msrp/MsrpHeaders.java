package org.stox.protocol.msrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.stox.protocol.Ascii;

/** The header fields that are known here and what their values must be (RFC 4975 §9, RFC 4976 §7, RFC 7701 §7). */
public final class MsrpHeaders {

    public static final String TO_PATH = "To-Path";
    public static final String FROM_PATH = "From-Path";
    public static final String MESSAGE_ID = "Message-ID";
    public static final String SUCCESS_REPORT = "Success-Report";
    public static final String FAILURE_REPORT = "Failure-Report";
    public static final String BYTE_RANGE = "Byte-Range";
    public static final String STATUS = "Status";
    public static final String EXPIRES = "Expires";
    public static final String USE_PATH = "Use-Path";
    public static final String USE_NICKNAME = "Use-Nickname";
    public static final String WWW_AUTHENTICATE = "WWW-Authenticate";
    public static final String AUTHORIZATION = "Authorization";
    public static final String CONTENT_TYPE = "Content-Type";

    /** Each may stand once; the check throws {@link MsrpSyntaxException}. */
    private static final Map<String, Consumer<String>> SINGLE = Map.of(
            key(MESSAGE_ID), MsrpHeaders::checkIdent,
            key(SUCCESS_REPORT), Reporting::readSuccess,
            key(FAILURE_REPORT), Reporting::readFailure,
            key(BYTE_RANGE), ByteRange::read,
            key(STATUS), MsrpStatus::read,
            key(EXPIRES), MsrpHeaders::checkSeconds,
            key(USE_PATH), MsrpPath::read,
            key(USE_NICKNAME), v -> { },
            key(CONTENT_TYPE), MsrpHeaders::checkMediaType);

    private MsrpHeaders() {
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** What a value that does not keep to the grammar, or a second field of the kind, is refused for. */
    static void check(MsrpHeader header, List<MsrpHeader> before) {
        var check = SINGLE.get(key(header.name()));
        if (check == null) {
            return;
        }
        for (var b : before) {
            if (b.is(header.name())) {
                throw new MsrpSyntaxException("Repeated " + b.name());
            }
        }
        check.accept(header.value());
    }

    /** Content-Type is the last header field (§7.1). */
    static List<MsrpHeader> typeLast(List<MsrpHeader> content) {
        var ordered = new ArrayList<MsrpHeader>(content.size());
        content.stream().filter(h -> !h.is(CONTENT_TYPE)).forEach(ordered::add);
        content.stream().filter(h -> h.is(CONTENT_TYPE)).forEach(ordered::add);
        return ordered;
    }

    private static void checkIdent(String value) {
        if (!MsrpTokens.isReadable(value)) {
            throw new MsrpSyntaxException("Bad Message-ID");
        }
    }

    private static void checkSeconds(String value) {
        if (!Ascii.isDigits(value) || value.length() > 10) {
            throw new MsrpSyntaxException("Bad Expires");
        }
    }

    /** {@code type/subtype}; the parameters are for who reads the content. */
    private static void checkMediaType(String value) {
        int semicolon = value.indexOf(';');
        var essence = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
        int slash = essence.indexOf('/');
        if (slash < 0 || !MsrpTokens.isToken(essence.substring(0, slash)) || !MsrpTokens.isToken(essence.substring(slash + 1))) {
            throw new MsrpSyntaxException("Bad Content-Type");
        }
    }
}
