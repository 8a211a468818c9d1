package org.stox.protocol.msrp;

import java.util.List;
import java.util.Optional;

import org.stox.protocol.Octets;

/**
 * A message whose chunks have all come (RFC 4975 §7.3.1).
 *
 * @param first the head of its first chunk: transaction id, paths, what the sender wants to be told, MIME header fields
 */
public record WholeMessage(MsrpRequest first, Octets body) implements MsrpTraffic {

    @Override
    public MsrpUri session() {
        return first.to().last();
    }


    public String messageId() {
        return first.messageId().orElseThrow();
    }

    public String contentType() {
        return first.contentType().orElseThrow();
    }

    /** A MIME or extension header field: Content-Language, Content-Disposition. */
    public Optional<String> header(String name) {
        return first.header(name);
    }

    public List<MsrpHeader> headers() {
        return first.headers();
    }

    public Reporting reporting() {
        return first.reporting();
    }

    public ByteRange range() {
        return ByteRange.of(1, body.length(), body.length());
    }

    /**
     * What its sender is owed at its end (§7.1.3, §7.1.4): a REPORT over all its octets, 200 or another code, if it was asked for.
     *
     * @param own our URI in the session
     */
    public Optional<MsrpRequest> report(String transaction, MsrpUri own, int code) {
        return reporting().owesReport(code)
                ? Optional.of(MsrpRequest.report(transaction, MsrpRequest.Route.back(first, own), messageId(), range(), MsrpStatus.of(code)))
                : Optional.empty();
    }
}
