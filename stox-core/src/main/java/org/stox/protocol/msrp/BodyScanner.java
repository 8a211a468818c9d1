package org.stox.protocol.msrp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end-line of one request in its body (RFC 4975 §7.1, §7.3.1), in whatever pieces the body comes: CRLF, seven hyphens, exactly
 * this transaction id, a flag, CRLF. Nothing is held back but how much of the end-line has been seen, since that can be written again.
 * CR stands only at its begin and before its last octet, so after a mismatch the search begins anew at the octet that did not match.
 */
final class BodyScanner {

    private static final int CRLF = 2;

    private final byte[] endLine;
    private final int flag;         // where the flag stands in it; it is filled in when it is seen
    private int matched;
    private int carried;            // of these, octets that are not in the array at hand
    private int virtual;            // of these, the CRLF that belongs to the head and not to the body

    /** At the begin of a body, behind the empty line: an end-line may follow at once. */
    BodyScanner(String transaction) {
        endLine = ("\r\n-------" + transaction + "$\r\n").getBytes(StandardCharsets.US_ASCII);
        flag = endLine.length - CRLF - 1;
        matched = CRLF;
        carried = CRLF;
        virtual = CRLF;
    }

    /** Takes pieces of the body. */
    interface Pieces {

        void body(byte[] octets, int from, int to);
    }

    /** Passes on what is body; returns the position after the end-line, or -1 if that has not come yet. */
    int scan(byte[] octets, int from, int to, Pieces pieces) {
        int begin = from;                               // of the end-line, if it began in this array
        int i = from;
        while (i < to) {
            if (matched == 0) {
                while (i < to && octets[i] != '\r') {
                    i++;
                }
                if (i == to) {
                    break;
                }
                begin = i++;
                matched = 1;
            } else if (matches(octets[i])) {
                i++;
                if (++matched == endLine.length) {
                    pass(octets, from, begin, pieces);
                    return i;
                }
            } else {
                giveBack(pieces);
                matched = 0;
            }
        }
        pass(octets, from, matched == 0 ? to : begin, pieces);
        carried = matched;
        return -1;
    }

    Continuation continuation() {
        return Continuation.of(endLine[flag]);
    }

    private boolean matches(byte octet) {
        if (matched != flag) {
            return octet == endLine[matched];
        }
        if (Continuation.isFlag(octet)) {
            endLine[flag] = octet;
            return true;
        }
        return false;
    }

    /** What came in earlier arrays was body after all. */
    private void giveBack(Pieces pieces) {
        if (carried > virtual) {
            pieces.body(Arrays.copyOf(endLine, carried), virtual, carried);
        }
        carried = 0;
        virtual = 0;
    }

    private static void pass(byte[] octets, int from, int to, Pieces pieces) {
        if (from < to) {
            pieces.body(octets, from, to);
        }
    }
}
