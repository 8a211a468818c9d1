package org.stox.camel.sip.jain;

import java.util.Locale;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.Via;

/** What names a transaction: RFC 3261 §17.1.3 and §17.2.3. Each key begins as a branch does, or the stack would search its tables. */
final class TransactionKey {

    private static final String COOKIE = "z9hg4bk";

    private TransactionKey() {
    }

    /** Branch and method of a response: the branch is one that we made. */
    static String client(Via top, String method) {
        return cookie(top.branch().orElse("")) + '|' + method;
    }

    /** Branch, sent-by and method; without a branch of RFC 3261 what RFC 2543 compared. */
    static String server(Via top, SipRequest request, String method) {
        String branch = top.branch().orElse("");
        if (branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length())) {
            return COOKIE + branch.substring(COOKIE.length()).toLowerCase(Locale.ROOT) + '|' + sentBy(top) + '|' + method;
        }
        String number = request.header("CSeq").orElse("").split("\\s+", 2)[0];
        return COOKIE + "-2543|" + String.join("|", request.uri().toString(), request.header("From").orElse(""),
                request.header("Call-ID").orElse(""), number, top.toString(), method);
    }

    private static String sentBy(Via via) {
        return via.host().toLowerCase(Locale.ROOT) + ':' + via.port().orElse(5060);
    }

    private static String cookie(String branch) {
        String lower = branch.toLowerCase(Locale.ROOT);
        return lower.startsWith(COOKIE) ? lower : COOKIE + "-2543|" + lower;
    }
}
