package org.stox.service.im;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;

import static org.junit.jupiter.api.Assertions.assertThrows;

/** Messages as their senders write them, and what becomes of them. */
final class Samples {

    static final MappingPolicy POLICY = MappingPolicy.of("example.net", "example.com");

    private Samples() {
    }

    /** t1, t2 … for each test anew. */
    static IdSource ids() {
        var count = new AtomicInteger();
        return () -> "t" + count.incrementAndGet();
    }

    static MessageStanza stanza(String xml) {
        return (MessageStanza) StanzaText.read(xml);
    }

    /** From Juliet to Romeo. */
    static MessageStanza says(String content) {
        return stanza("<message from='juliet@example.com/balcony' to='romeo@example.net'>" + content + "</message>");
    }

    static SipRequest sip(byte[] octets) {
        var reading = SipCodec.read(octets, 0, octets.length);
        if (reading instanceof SipCodec.Reading.Good good) {
            return (SipRequest) good.message();
        }
        throw new AssertionError(reading);
    }

    /** As the peer reads it, with the Via of the transaction. */
    static SipMessage reread(SipRequest message) {
        var octets = SipCodec.write(message.withFirst("Via", "SIP/2.0/TCP gw.example.net;branch=z9hG4bK1"));
        var reading = SipCodec.read(octets, 0, octets.length);
        if (reading instanceof SipCodec.Reading.Good good) {
            return good.message();
        }
        throw new AssertionError(reading);
    }

    static SipRequest message(String body, String... headers) {
        return message(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** From Romeo to Juliet; Content-Type is text/plain unless a header says otherwise. */
    static SipRequest message(byte[] body, String... headers) {
        var request = sip("""
                MESSAGE sip:juliet@example.com SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKnashds8\r
                Max-Forwards: 70\r
                From: <sip:romeo@example.net>;tag=1\r
                To: <sip:juliet@example.com>\r
                Call-ID: c1\r
                CSeq: 7 MESSAGE\r
                Content-Length: 0\r
                \r
                """.getBytes(StandardCharsets.UTF_8));
        request = new SipRequest(request.method(), request.uri(), request.headers(), org.stox.protocol.Octets.of(body))
                .with("Content-Type", "text/plain");
        for (var header : headers) {
            int colon = header.indexOf(':');
            var value = header.substring(colon + 1).strip();
            request = value.isEmpty() ? request.without(header.substring(0, colon)) : request.with(header.substring(0, colon), value);
        }
        return request;
    }

    static SipRequest toSip(MessageStanza message) {
        return MessageMapping.toSip(message, POLICY, ids()).orElseThrow();
    }

    static MessageStanza toXmpp(SipRequest request) {
        return MessageMapping.toXmpp(request, POLICY, ids()).orElseThrow();
    }

    static Refusal.Reason refusal(MessageStanza message) {
        return assertThrows(Refusal.class, () -> MessageMapping.toSip(message, POLICY, ids())).reason();
    }

    static Refusal.Reason refusal(SipRequest request) {
        return assertThrows(Refusal.class, () -> MessageMapping.toXmpp(request, POLICY, ids())).reason();
    }
}
