package org.stox.protocol.sip;

import java.util.Optional;

/**
 * What a PRACK acknowledges (RFC 3262 §7.2): a provisional response by its number and by the request that it is of.
 *
 * @param response the RSeq of the response, from 1 to 2^32 - 1
 * @param request the CSeq of the response
 */
public record RAck(long response, CSeq request) {

    private static final long MAX = 0xffff_ffffL;

    public RAck {
        if (response < 1 || response > MAX) {
            throw new SipSyntaxException("Bad RSeq");
        }
    }

    /** Of a provisional response that has to be acknowledged (§4): not 100, with Require: 100rel and RSeq. */
    public static Optional<RAck> of(SipResponse response) {
        if (response.isFinal() || response.status() == 100 || !TokenList.has(response, "Require", "100rel")) {
            return Optional.empty();
        }
        return response.header("RSeq").map(rseq -> new RAck(number(rseq), CSeq.read(response.header("CSeq").orElse(""))));
    }

    public static RAck read(String value) {
        var parts = value.strip().split("[ \\t]+", 2);
        if (parts.length < 2) {
            throw new SipSyntaxException("Bad RAck");
        }
        return new RAck(number(parts[0]), CSeq.read(parts[1]));
    }

    private static long number(String digits) {
        long number = 0;
        for (char c : digits.toCharArray()) {
            if (c < '0' || c > '9' || number > MAX) {
                throw new SipSyntaxException("Bad RSeq");
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    /** For the PRACK. */
    public SipHeader header() {
        return new SipHeader("RAck", toString());
    }

    @Override
    public String toString() {
        return response + " " + request;
    }
}
