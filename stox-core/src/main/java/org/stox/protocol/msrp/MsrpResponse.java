package org.stox.protocol.msrp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A response (RFC 4975 §7.2, §10): the hop-by-hop answer to one request; it has no body and is never answered. */
public record MsrpResponse(String transaction, int status, Optional<String> comment, MsrpPath to, MsrpPath from,
        List<MsrpHeader> headers) implements MsrpMessage {

    public static final int OK = 200;

    /** RFC 4975 §10; 401 RFC 4976, 404, 425 and 428 RFC 7701. */
    private static final Map<Integer, String> COMMENTS = Map.ofEntries(
            Map.entry(OK, "OK"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(408, "Timeout"),
            Map.entry(413, "Stop Sending Message"),
            Map.entry(415, "Media Type Not Understood"),
            Map.entry(423, "Parameter Out Of Bounds"),
            Map.entry(425, "Nickname Not Available"),
            Map.entry(428, "Private Messages Not Supported"),
            Map.entry(481, "No Such Session"),
            Map.entry(501, "Unknown Method"),
            Map.entry(506, "Session Bound To Another Connection"));

    public MsrpResponse {
        headers = List.copyOf(headers);
        if (!MsrpTokens.isReadable(transaction) || status < 0 || status > 999
                || comment.isPresent() && !MsrpTokens.isText(comment.get())) {
            throw new MsrpSyntaxException("Bad response");
        }
    }

    /**
     * What a request is owed (§7.1.4, §7.2): nothing for a REPORT, nothing that Failure-Report does not ask for. To SEND it goes to the
     * previous hop only, to other methods all the way back.
     *
     * @param own our URI in the session, else the To-Path's
     */
    public static Optional<MsrpResponse> to(MsrpRequest request, MsrpUri own, int status) {
        return request.is(MsrpRequest.REPORT) || !request.reporting().owesResponse(status) ? Optional.empty()
                : Optional.of(unasked(request, own, status));
    }

    private static MsrpResponse unasked(MsrpRequest request, MsrpUri own, int status) {
        var back = request.is(MsrpRequest.SEND) ? MsrpPath.of(request.from().first()) : request.from();
        return new MsrpResponse(request.transaction(), status, comment(status), back, MsrpPath.of(own), List.of());
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The comment of a code that is known. */
    public static Optional<String> comment(int status) {
        return Optional.ofNullable(COMMENTS.get(status));
    }
}
