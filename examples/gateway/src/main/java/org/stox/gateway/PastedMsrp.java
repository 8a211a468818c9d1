package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.stox.protocol.Octets;
import org.stox.protocol.msrp.ByteRange;
import org.stox.protocol.msrp.Continuation;
import org.stox.protocol.msrp.Malformed;
import org.stox.protocol.msrp.MsrpCodec;
import org.stox.protocol.msrp.MsrpLimits;
import org.stox.protocol.msrp.MsrpReader;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.Outgoing;

/**
 * An MSRP message that somebody pasted (RFC 4975 §7). Lines that end as the editor wrote them become those of MSRP; whatever Byte-Range says, the
 * body is what is there.
 */
final class PastedMsrp implements MsrpReader.Sink {

    private final StringBuilder body = new StringBuilder();
    private Optional<MsrpRequest> request = Optional.empty();
    private Optional<MsrpResponse> response = Optional.empty();
    private Optional<Continuation> end = Optional.empty();
    private String fault = "The message has no end-line";

    private PastedMsrp() {
    }

    static boolean isMsrp(String text) {
        return text.stripLeading().startsWith("MSRP ");
    }

    static PastedMsrp read(String text) {
        var octets = wire(text.stripLeading()).getBytes(StandardCharsets.ISO_8859_1);
        var pasted = new PastedMsrp();
        new MsrpReader(MsrpLimits.DEFAULT).feed(octets, 0, octets.length, pasted);
        return pasted;
    }

    /** As octets, one a character. */
    private static String wire(String text) {
        var octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (octets.contains("\r\n")) {
            return octets;
        }
        var whole = octets.stripTrailing() + "\n";
        int blank = whole.indexOf("\n\n");
        int last = whole.lastIndexOf("\n-------");
        return blank < 0 || last < blank ? whole.replace("\n", "\r\n")
                : whole.substring(0, blank + 2).replace("\n", "\r\n") + whole.substring(blank + 2, Math.max(last, blank + 2))
                        + whole.substring(Math.max(last, blank + 1)).replaceFirst("^\n?", "\r\n").replaceFirst("\n$", "\r\n");
    }

    /** The head of the request, once it is all there. */
    Optional<MsrpRequest> request() {
        return end.isPresent() ? request : Optional.empty();
    }

    Optional<MsrpResponse> response() {
        return response;
    }

    Continuation continuation() {
        return end.orElseThrow();
    }

    Octets body() {
        return Octets.of(body.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What is wrong where there is neither. */
    String fault() {
        return fault;
    }

    @Override
    public void request(MsrpRequest head, boolean withBody) {
        request = Optional.of(head);
    }

    @Override
    public void body(byte[] octets, int from, int to) {
        body.append(new String(octets, from, to - from, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void end(Continuation continuation) {
        end = Optional.of(continuation);
    }

    @Override
    public void response(MsrpResponse found) {
        response = Optional.of(found);
    }

    @Override
    public void malformed(Malformed malformed) {
        fault = malformed.answer().map(a -> a.status() + " ").orElse("") + malformed.reason();
    }

    @Override
    public void broken(String reason) {
        fault = reason;
    }

    /** As it would leave, in one chunk. */
    static String shown(Outgoing message) {
        var length = message.body().length();
        var head = MsrpRequest.send(message.transaction().orElse(message.messageId()), message.route(), message.messageId(),
                ByteRange.of(1, length, length), message.reporting(), message.content());
        return text(length == 0 ? MsrpCodec.write(head) : MsrpCodec.write(head, message.body(), Continuation.END));
    }

    static String shown(MsrpRequest report) {
        return text(MsrpCodec.write(report));
    }

    static String shown(MsrpResponse answer) {
        return text(MsrpCodec.write(answer));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
