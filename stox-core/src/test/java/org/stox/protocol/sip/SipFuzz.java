package org.stox.protocol.sip;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.stox.address.AddressException;
import org.stox.protocol.sip.SipCodec.Reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A SIP message, as a datagram and as a stream in any cut: always a verdict, the same one; what is taken can be written, refusals answered. */
public final class SipFuzz {

    private SipFuzz() {
    }

    public static void check(byte[] octets) {
        var reading = SipCodec.read(octets, 0, octets.length, SipLimits.DATAGRAM);
        if (reading instanceof Reading.Good good) {
            assertWrittenTheSame(good.message());
            values(good.message());
        } else {
            var bad = (Reading.Bad) reading;
            assertTrue(bad.status() == 400 || bad.status() == 505 || bad.status() == 513, () -> bad.status() + " " + bad.reason());
            bad.request().ifPresent(r -> assertFalse(Via.of(r).isEmpty()));
        }
        Torture.datagram(octets);
        var whole = Torture.stream(octets, Torture::whole);
        assertEquals(whole, Torture.stream(octets, Torture::atLines));
        assertEquals(whole, Torture.stream(octets, Torture::bytewise));
        assertEquals(whole, Torture.stream(octets, Torture.atRandom(new Random(Arrays.hashCode(octets)))));
    }

    static void assertWrittenTheSame(SipMessage message) {
        var octets = SipCodec.write(message);
        var reading = SipCodec.read(octets, 0, octets.length);
        assertTrue(reading instanceof Reading.Good, () -> reading + " of " + message);
        var again = ((Reading.Good) reading).message();
        assertEquals(withoutLength(message), withoutLength(again));
        assertEquals(message.body(), again.body());
    }

    private static List<SipHeader> withoutLength(SipMessage message) {
        return message.headers().stream().filter(h -> !h.is("Content-Length")).toList();
    }

    /** Header fields as they are looked at later: those with a rule can be read, the others say what is wrong with them. */
    private static void values(SipMessage message) {
        for (var name : List.of("From", "To", "Reply-To", "Refer-To")) {
            message.header(name).map(NameAddr::read).ifPresent(a -> assertEquals(a, NameAddr.read(a.toString()), name));
        }
        Via.of(message).forEach(v -> assertEquals(v, Via.read(v.toString())));
        message.header("CSeq").ifPresent(CSeq::read);
        message.header("Content-Type").ifPresent(ContentType::read);
        message.header("Event").ifPresent(EventHeader::read);
        message.header("Subscription-State").ifPresent(SubscriptionState::read);
        message.headers("Contact").stream().filter(c -> !c.equals("*")).forEach(NameAddr::readAll);
        DeltaSeconds.of(message, "Expires");
        DeltaSeconds.of(message, "Retry-After");
        TokenList.of(message, "Supported");
        try {
            SessionExpires.of(message);
            message.header("RAck").ifPresent(RAck::read);
            if (message instanceof SipRequest request) {
                SipDialog.of(request);
            }
        } catch (SipSyntaxException | AddressException e) {
            assertTrue(e.getMessage().length() < 200, e.getMessage());
        }
    }
}
