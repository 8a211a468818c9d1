package org.stox.protocol.msrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The head of an MSRP request (RFC 4975 §7.1): its body comes in pieces, and chunk by chunk, and is not part of it.
 *
 * @param method SEND, REPORT, AUTH (RFC 4976), NICKNAME (RFC 7701), or what a peer may invent
 */
public record MsrpRequest(String transaction, String method, MsrpPath to, MsrpPath from, List<MsrpHeader> headers) implements MsrpMessage {

    public static final String SEND = "SEND";
    public static final String REPORT = "REPORT";
    public static final String AUTH = "AUTH";
    public static final String NICKNAME = "NICKNAME";

    public MsrpRequest {
        headers = List.copyOf(headers);
        if (!MsrpTokens.isReadable(transaction)) {
            throw new MsrpSyntaxException("Bad transaction id");
        }
        if (!MsrpTokens.isMethod(method)) {
            throw new MsrpSyntaxException("Bad method");
        }
    }

    /**
     * A chunk of a message.
     *
     * @param content Content-Type and other MIME header fields; empty for a request without body
     */
    public static MsrpRequest send(String transaction, Route route, String messageId, ByteRange range, Reporting reporting,
            List<MsrpHeader> content) {
        var headers = new ArrayList<MsrpHeader>(4 + content.size());
        headers.add(new MsrpHeader(MsrpHeaders.MESSAGE_ID, messageId));
        headers.add(new MsrpHeader(MsrpHeaders.BYTE_RANGE, range.toString()));
        if (reporting.success()) {
            headers.add(new MsrpHeader(MsrpHeaders.SUCCESS_REPORT, "yes"));
        }
        if (reporting.failure() != Reporting.Failure.YES) {
            headers.add(new MsrpHeader(MsrpHeaders.FAILURE_REPORT, reporting.failureText()));
        }
        headers.addAll(MsrpHeaders.typeLast(content));
        return new MsrpRequest(transaction, SEND, route.to(), route.from(), headers);
    }

    /** What we know of octets of a message that came (§7.1.2): without Success-Report and Failure-Report, and nobody answers it. */
    public static MsrpRequest report(String transaction, Route route, String messageId, ByteRange range, MsrpStatus status) {
        return new MsrpRequest(transaction, REPORT, route.to(), route.from(), List.of(
                new MsrpHeader(MsrpHeaders.MESSAGE_ID, messageId),
                new MsrpHeader(MsrpHeaders.BYTE_RANGE, range.toString()),
                new MsrpHeader(MsrpHeaders.STATUS, status.toString())));
    }

    /** Where a request goes and whom it is from. */
    public record Route(MsrpPath to, MsrpPath from) {

        /** To-Path is the way through our relays, if we have any, and then the peer's path; From-Path is our URI alone (RFC 4976 §5.1). */
        public static Route of(MsrpPath own, MsrpPath peer) {
            int relays = own.uris().size() - 1;
            return new Route(relays == 0 ? peer : new MsrpPath(own.uris().subList(0, relays)).reversed().then(peer), MsrpPath.of(own.last()));
        }

        /** The way back to where a request came from (§7.1.3). */
        public static Route back(MsrpMessage received, MsrpUri own) {
            return new Route(received.from(), MsrpPath.of(own));
        }
    }

    public boolean is(String other) {
        return method.equals(other);
    }

    public Optional<String> messageId() {
        return header(MsrpHeaders.MESSAGE_ID);
    }

    public Optional<ByteRange> byteRange() {
        return header(MsrpHeaders.BYTE_RANGE).map(ByteRange::read);
    }

    /** Status of a REPORT. */
    public Optional<MsrpStatus> status() {
        return header(MsrpHeaders.STATUS).map(MsrpStatus::read);
    }

    public Reporting reporting() {
        var success = header(MsrpHeaders.SUCCESS_REPORT);
        var failure = header(MsrpHeaders.FAILURE_REPORT);
        return success.isEmpty() && failure.isEmpty() ? Reporting.DEFAULT : new Reporting(
                success.map(Reporting::readSuccess).orElse(false), failure.map(Reporting::readFailure).orElse(Reporting.Failure.YES));
    }

    public Optional<String> contentType() {
        return header(MsrpHeaders.CONTENT_TYPE);
    }
}
