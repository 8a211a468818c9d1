package org.stox.service.im;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stox.service.im.Samples.POLICY;
import static org.stox.service.im.Samples.ids;
import static org.stox.service.im.Samples.message;
import static org.stox.service.im.Samples.reread;
import static org.stox.service.im.Samples.says;
import static org.stox.service.im.Samples.toSip;
import static org.stox.service.im.Samples.toXmpp;

/** Nothing that a user chose becomes a header, a parameter or an element: 100,000 random messages each way, and the known tricks. */
class InjectionTest {

    private static final int COUNT = 100_000;

    private static final String[] PIECES = {"a", "b c", "\r\n", "\n", "\r", "\r\n\r\n", "\u0000", "\u0001", "\u001b[31m", "\u007f",
            "\u0085", "\u2028",
        "\u2029", "\ufffe", "\uffff", "\ud800", "\udfff", "😀", "ü", "\u202e", "X-Evil: 1", "P-Asserted-Identity: <sip:boss@x>", ";tag=1",
        ";lr",
        ";maddr=10.0.0.1", ">", "<", "\"", "'", "\\", "@", ",", ";", "=", "%0d%0a", "%00", "%253C", "&lt;", "&amp;lt;", "]]>", "<![CDATA[",
        "</body>", "</message>", "<message to='x'>", "<!--", "<?pi?>", "<!DOCTYPE x>", "&#13;&#10;", "z9hG4bK", "stox-thread.", "SIP/2.0",
        " ", "\t"};

    private final Random random = new Random(4475);

    @Test
    @Proves({"RFC7572-4-15", "RFC7572-4-14", "RFC7572-6-03"})
    void whatAnXmppUserWritesStaysWhereItBelongs() {
        for (int i = 0; i < COUNT; i++) {
            var subject = text();
            var thread = xml(text());
            var body = "x" + xml(text());
            var stanza = new MessageStanza(new Jid(Optional.of("juliet"), "example.com", Optional.of(text())),
                    Jid.parse("romeo@example.net"),
                    Optional.of(text()), Optional.of("chat"), Optional.of(text()), List.of(new LangText(Optional.empty(), subject)),
                    List.of(new LangText(Optional.empty(), body)), Optional.of(thread), Optional.empty(), List.of());
            var sent = MessageMapping.toSip(stanza, POLICY, ids()).orElseThrow();
            var read = (SipRequest) reread(sent);
            assertEquals(sent.headers().size() + 2, read.headers().size());         // Via and Content-Length
            for (var header : sent.headers()) {
                assertEquals(List.of(header.value()), read.headers(header.name()));
            }
            assertEquals(body, read.body().text());
            var from = NameAddr.read(read.header("From").orElseThrow());
            assertEquals(1, from.parameters().size());
            assertEquals(1, ((SipUri) from.uri()).parameters().size());
            assertEquals("sip:romeo@example.net", read.uri().toString());
            assertEquals(thread, xml(ThreadId.toThread(read.header("Call-ID").orElseThrow())));
        }
    }

    @Test
    @Proves({"RFC7572-5-14", "RFC7572-7-02"})
    void whatASipUserWritesIsOneStanza() {
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            var text = text();
            var request = new SipRequest("MESSAGE", SipUri.of("juliet", "example.com"), List.of(
                    new SipHeader("Via", "SIP/2.0/UDP x;branch=z9hG4bKa"), new SipHeader("From",
                            "\"\" <sip:romeo@example.net;gr=%3C%2Fx%3E>;tag=1"),
                    new SipHeader("To", "<sip:juliet@example.com>"), new SipHeader("Call-ID", text()), new SipHeader("Subject", text()),
                    new SipHeader("Content-Language", text()), new SipHeader("Content-Type", "text/plain")),
                    Octets.of(("x" + text).getBytes(random.nextInt(9) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8)));
            try {
                var stanza = toXmpp(request);
                assertEquals(stanza, StanzaText.read(stanza.toXml().toString()));
                assertEquals("romeo@example.net/</x>", stanza.from().toString());
                assertTrue(stanza.bodies().get(0).text().startsWith("x"));
            } catch (Refusal e) {
                assertEquals(400, e.reason().status().orElseThrow());
                refused++;
            }
        }
        assertTrue(refused < COUNT / 5, refused + " refused");
    }

    @Test
    void aResourceIsOneGruu() {
        for (var resource : List.of("x;lr;maddr=10.0.0.1", "x>;tag=1", "%0d%0a", "a".repeat(1023), "😀", " ", "?Route=x", "\"")) {
            var request = toSip(new MessageStanza(Jid.parse("juliet@example.com").withResource(resource), Jid.parse("romeo@example.net"),
                    Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of(new LangText(Optional.empty(), "a")),
                            Optional.empty(),
                    Optional.empty(), List.of()));
            var from = NameAddr.read(request.header("From").orElseThrow());
            assertEquals(resource, POLICY.jid((SipUri) from.uri()).resource().orElseThrow());
            assertEquals("gr", ((SipUri) from.uri()).parameters().get(0).name());
        }
    }

    @Test
    void eachLayerIsDecodedOnce() {
        assertEquals("&lt;", toSip(says("<body>&amp;lt;</body>")).body().text());
        assertEquals("&amp;lt; %3C", toXmpp(message("&amp;lt; %3C")).bodies().get(0).text());
        assertEquals("&lt;", toXmpp(message("A: b\n\nContent-Type: text/html\n\n&amp;lt;",
                "Content-Type: message/cpim")).bodies().get(0).text());
        assertEquals("a%3cb@example.net", toXmpp(message("a", "From: <sip:a%253Cb@example.net>;tag=1")).from().toString());
    }

    @Test
    @Proves("RFC7572-6-03")
    void aLongTextIsNeitherCutNorSplit() {
        var text = "€".repeat(4000);
        assertEquals(text, toSip(says("<body>" + text + "</body>")).body().text());
    }

    /** As a stream gives it: without what XML forbids. */
    private static String xml(String text) {
        return org.stox.protocol.CleanText.forXml(text);
    }

    private String text() {
        var text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            text.append(random.nextInt(5) == 0 ? Character.toString(random.nextInt(0x110000)) : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.isEmpty() ? "-" : text.toString();
    }
}
