package org.stox.address;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** RFC 3261 §19.1.1 with its examples of §19.1.3, RFC 3860, RFC 3966. */
class SipUriCodecTest {

    @Test
    void theExamplesOfTheRfcAreReadAndWrittenTheSame() {
        for (String text : List.of("sip:alice@atlanta.com", "sip:alice:secretword@atlanta.com;transport=tcp",
                "sips:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:+1-212-555-1212:1234@gateway.com;user=phone",
                "sips:1212@gateway.com", "sip:alice@192.0.2.4", "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com",
                "sip:alice;day=tuesday@atlanta.com", "sip:a@[2001:db8::1]:5061;lr;gr=urn:uuid:f81d", "im:juliet@example.com",
                        "pres:romeo@example.net",
                "tel:+1-201-555-0123;ext=5", "urn:service:sos", "http://www.example.com/a?b#c", "sip:a@example.com.", "sip:a@my_host:0")) {
            assertEquals(text, SipUriCodec.write(SipUriCodec.read(text)));
            assertEquals(SipUriCodec.read(text), SipUriCodec.read(SipUriCodec.write(SipUriCodec.read(text))));
        }
    }

    @Test
    void partsAreWhereTheyBelong() {
        assertEquals(new SipUri(SipUri.Scheme.SIP, Optional.of("alice;day=tuesday:pw"), "atlanta.com", OptionalInt.of(5070),
                List.of(new SipUri.Parameter("lr", Optional.empty()), SipUri.Parameter.of("gr", "a%20b")), Optional.of("Subject=x")),
                SipUriCodec.read("SIP:alice;day=tuesday:pw@atlanta.com:5070;lr;gr=a%20b?Subject=x"));
        assertEquals(new OtherUri("tel", "+44"), SipUriCodec.read("TEL:+44"));
    }

    @Test
    void whatTheGrammarDoesNotAllowIsRefused() {
        for (String bad : List.of("", "sip", "sip:", ":a", "1a:b", "sip:@b", "sip:a@", "sip:a@b@c", "sip:a b@c", "sip:a@b c", "sip:a@b:",
                "sip:a@b:x",
                "sip:a@b:123456", "sip:a@b:70000", "sip:a@b;", "sip:a@b;;x", "sip:a@b;x=", "sip:a@b;=y", "sip:a@b?", "sip:a@b;x=<",
                        "sip:a@b?x=\"",
                "sip:a%@b", "sip:a%4@b", "sip:a%zz@b", "sip:\u00e4@b", "sip:a@\u00e4", "sip:a@[::1", "sip:a@[::1]x", "sip:a@::1",
                        "sip:a@[1::2::3]", "sip:a@[1:2:3:4:5:6:7]",
                "sip:a@[::256.1.1.1]", "sip:a@1.2.3", "sip:a@1.2.3.256", "sip:a@b..c", "sip:a@.b", "sip:a#b@c", "sip:a\"b@c", "tel:+44 1",
                        "x:<y>", "tel:\r\nX",
                "sip:a\r\n@b", "sip:a@b\u0000")) {
            assertThrows(AddressException.class, () -> SipUriCodec.read(bad), bad);
        }
    }

    @Test
    void whatWouldBeReadOtherwiseIsNotWritten() {
        for (SipUri bad : List.of(SipUri.of("a@b", "c"), SipUri.of("", "c"), SipUri.of("a", "b;lr"), SipUri.of("a", "b:5"),
                SipUri.of("a b", "c"),
                new SipUri(SipUri.Scheme.SIP, Optional.empty(), "b", OptionalInt.empty(), List.of(SipUri.Parameter.of("gr", "x;lr")),
                        Optional.empty()),
                new SipUri(SipUri.Scheme.SIP, Optional.empty(), "b", OptionalInt.empty(), List.of(SipUri.Parameter.of("a=b", "x")),
                        Optional.empty()),
                new SipUri(SipUri.Scheme.SIP, Optional.empty(), "b", OptionalInt.empty(), List.of(), Optional.of("a=b>")))) {
            assertThrows(AddressException.class, () -> SipUriCodec.write(bad), bad.toString());
        }
        assertThrows(AddressException.class, () -> SipUriCodec.write(new OtherUri("tel", "+44>\r\n")));
    }
}
