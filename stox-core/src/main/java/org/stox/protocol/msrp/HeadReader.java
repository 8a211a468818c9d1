package org.stox.protocol.msrp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.Ascii;

/**
 * Start line and header fields of one message (RFC 4975 §9), line by line. The first fault is kept and reading goes on, so that the answer
 * finds its way back.
 */
final class HeadReader {

    private static final String PROTOCOL = "MSRP ";
    private static final int STATUS_DIGITS = 3;

    private final String transaction;
    private final String method;                // empty for a response
    private final int status;
    private final Optional<String> comment;
    private final List<MsrpHeader> headers = new ArrayList<>();
    private Optional<MsrpPath> to = Optional.empty();
    private Optional<MsrpPath> from = Optional.empty();
    private Optional<String> fault = Optional.empty();

    /** What follows the head of a message. */
    sealed interface Result {

        record Request(MsrpRequest request) implements Result { }

        record Response(MsrpResponse response) implements Result { }

        record Bad(Malformed malformed) implements Result { }

        /** Not even an answer can find its way. */
        record Hopeless(String reason) implements Result { }
    }

    /** Throws {@link MsrpSyntaxException} where there is no start line: then nobody can say where the message ends. */
    HeadReader(String startLine) {
        int space = startLine.indexOf(' ', PROTOCOL.length());
        if (!startLine.startsWith(PROTOCOL) || space < 0) {
            throw new MsrpSyntaxException("Not MSRP");
        }
        transaction = startLine.substring(PROTOCOL.length(), space);
        var rest = startLine.substring(space + 1);
        int end = rest.indexOf(' ');
        var word = end < 0 ? rest : rest.substring(0, end);
        boolean response = word.length() == STATUS_DIGITS && Ascii.isDigits(word);
        if (!MsrpTokens.isReadable(transaction) || !response && (!MsrpTokens.isMethod(word) || end >= 0) || !MsrpTokens.isText(rest)) {
            throw new MsrpSyntaxException("Bad start line");
        }
        method = response ? "" : word;
        status = response ? Integer.parseInt(word) : 0;
        comment = end < 0 ? Optional.empty() : Optional.of(rest.substring(end + 1));
    }

    static String text(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] < 0) {
                try {
                    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, from, to - from)).toString();
                } catch (CharacterCodingException e) {
                    throw new MsrpSyntaxException("Not UTF-8");
                }
            }
        }
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    String transaction() {
        return transaction;
    }

    boolean isSend() {
        return method.equals(MsrpRequest.SEND);
    }

    /** The flag, if this line is the end-line of a message without body. */
    Optional<Continuation> end(byte[] octets, int from, int to) {
        int length = to - from;
        var hyphens = "-------";
        if (length != hyphens.length() + transaction.length() + 1 || octets[from] != '-' || !Continuation.isFlag(octets[to - 1])) {
            return Optional.empty();
        }
        return new String(octets, from, length - 1, StandardCharsets.ISO_8859_1).equals(hyphens + transaction)
                ? Optional.of(Continuation.of(octets[to - 1])) : Optional.empty();
    }

    void header(byte[] octets, int lineFrom, int lineTo, int limit) {
        try {
            var line = text(octets, lineFrom, lineTo);
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new MsrpSyntaxException("Bad header line");
            }
            if (headers.size() >= limit) {
                throw new MsrpSyntaxException("Too many headers");
            }
            var header = new MsrpHeader(line.substring(0, colon), line.substring(colon + 1).strip());
            if (header.is(MsrpHeaders.TO_PATH)) {
                to = Optional.of(path(header, to));
            } else if (header.is(MsrpHeaders.FROM_PATH)) {
                from = Optional.of(path(header, from));
            } else {
                MsrpHeaders.check(header, headers);
                headers.add(header);
            }
        } catch (MsrpSyntaxException e) {
            fault(e.getMessage());
        }
    }

    void fault(String reason) {
        fault = Optional.of(fault.orElse(reason));
    }

    private static MsrpPath path(MsrpHeader header, Optional<MsrpPath> before) {
        if (before.isPresent()) {
            throw new MsrpSyntaxException("Repeated " + header.name());
        }
        try {
            return MsrpPath.read(header.value());
        } catch (MsrpSyntaxException e) {
            throw new MsrpSyntaxException("Bad " + header.name() + ": " + e.getMessage());
        }
    }

    Result result(boolean body) {
        if (from.isEmpty()) {
            return method.isEmpty() || method.equals(MsrpRequest.REPORT) ? bad(fault.orElse("No From-Path"), Optional.empty())
                    : new Result.Hopeless(fault.orElse("No From-Path"));
        }
        if (method.isEmpty()) {
            return response(body);
        }
        if (to.isEmpty()) {
            fault("No To-Path");
        }
        var request = new MsrpRequest(transaction, method, to.orElse(from.get()), from.get(), headers);
        if (fault.isEmpty()) {
            check(request, body);
        }
        return fault.isEmpty() ? new Result.Request(request) : bad(fault.get(), MsrpResponse.to(request, request.to().last(), 400));
    }

    private void check(MsrpRequest request, boolean body) {
        if (body && request.contentType().isEmpty()) {
            fault("Body without Content-Type");
        } else if (request.is(MsrpRequest.SEND) && body && request.messageId().isEmpty()) {
            fault("No Message-ID");
        } else if (request.is(MsrpRequest.REPORT) && (request.messageId().isEmpty() || request.status().isEmpty())) {
            fault("REPORT without Message-ID or Status");
        }
    }

    private Result response(boolean body) {
        if (to.isEmpty() || body) {
            fault(body ? "Response with a body" : "No To-Path");
        }
        return fault.isPresent() ? bad(fault.get(), Optional.empty())
                : new Result.Response(new MsrpResponse(transaction, status, comment, to.get(), from.get(), headers));
    }

    private Result bad(String reason, Optional<MsrpResponse> answer) {
        return new Result.Bad(new Malformed(transaction, reason, answer));
    }
}
