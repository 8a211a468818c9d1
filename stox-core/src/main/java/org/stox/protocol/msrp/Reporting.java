package org.stox.protocol.msrp;

import java.util.Locale;

/** What a sender wants to be told (RFC 4975 §5.3): Success-Report and Failure-Report; absent means no and yes (§7.1.1). */
public record Reporting(boolean success, Failure failure) {

    /** Values of Failure-Report. */
    public enum Failure { YES, PARTIAL, NO }

    public static final Reporting DEFAULT = new Reporting(false, Failure.YES);

    /** Nothing at all. */
    public static final Reporting NONE = new Reporting(false, Failure.NO);

    /** Whether a request gets a response with this status (§7.1.4, §7.2). */
    public boolean owesResponse(int status) {
        return switch (failure) {
            case YES -> true;
            case PARTIAL -> status != MsrpResponse.OK;
            case NO -> false;
        };
    }

    /** Whether a message gets a REPORT with this status (§7.1.3, §7.1.4). */
    public boolean owesReport(int status) {
        return status == MsrpResponse.OK ? success : failure != Failure.NO;
    }

    static boolean readSuccess(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new MsrpSyntaxException("Bad Success-Report");
        };
    }

    static Failure readFailure(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "yes" -> Failure.YES;
            case "partial" -> Failure.PARTIAL;
            case "no" -> Failure.NO;
            default -> throw new MsrpSyntaxException("Bad Failure-Report");
        };
    }

    String failureText() {
        return failure.name().toLowerCase(Locale.ROOT);
    }
}
