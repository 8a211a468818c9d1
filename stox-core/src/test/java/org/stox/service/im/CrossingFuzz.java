package org.stox.service.im;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipCodec.Reading;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaException;
import org.stox.protocol.xmpp.StanzaGate;
import org.stox.protocol.xmpp.StanzaText;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stox.service.im.Samples.POLICY;
import static org.stox.service.im.Samples.ids;
import static org.stox.service.im.Samples.reread;

/** A MESSAGE, or a stanza as text: it crosses as one message of the other side, which that side reads as it was meant, or it is refused. */
public final class CrossingFuzz {

    private static final StanzaGate GATE = new StanzaGate("example.net", XmlLimits.WRITING);

    private CrossingFuzz() {
    }

    public static void check(byte[] octets) {
        var reading = SipCodec.read(octets, 0, octets.length);
        if (reading instanceof Reading.Good good && good.message() instanceof SipRequest request && request.method().equals("MESSAGE")) {
            toXmpp(request);
        } else {
            stanza(new String(octets, StandardCharsets.UTF_8)).ifPresent(CrossingFuzz::toSip);
        }
    }

    private static void toXmpp(SipRequest request) {
        Optional<MessageStanza> stanza;
        try {
            stanza = MessageMapping.toXmpp(request, POLICY, ids());
        } catch (Refusal e) {
            assertTrue(e.reason().status().orElse(400) >= 400, e.getMessage());
            return;
        }
        stanza.ifPresent(s -> {
            assertInstanceOf(StanzaGate.Passed.class, GATE.check(s.toXml()));
            var written = s.toXml().toString();
            assertEquals(written, StanzaText.read(written).toXml().toString());
        });
    }

    private static Optional<MessageStanza> stanza(String text) {
        try {
            return Optional.of(StanzaText.read(text)).filter(MessageStanza.class::isInstance).map(MessageStanza.class::cast);
        } catch (StanzaException e) {
            return Optional.empty();
        }
    }

    private static void toSip(MessageStanza stanza) {
        Optional<SipRequest> request;
        try {
            request = MessageMapping.toSip(stanza, POLICY, ids());
        } catch (Refusal e) {
            return;
        }
        request.ifPresent(sent -> {
            var read = (SipRequest) reread(sent);
            assertEquals(sent.headers().size() + 2, read.headers().size());         // Via and Content-Length
            sent.headers().forEach(h -> assertEquals(sent.headers(h.name()), read.headers(h.name())));
            assertEquals(sent.body(), read.body());
        });
    }
}
