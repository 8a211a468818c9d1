package org.stox.service.im;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xhtml.XhtmlIm;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.MappedField;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stox.service.im.Samples.POLICY;
import static org.stox.service.im.Samples.ids;
import static org.stox.service.im.Samples.message;
import static org.stox.service.im.Samples.refusal;
import static org.stox.service.im.Samples.sip;
import static org.stox.service.im.Samples.stanza;
import static org.stox.service.im.Samples.toXmpp;

class MessageToXmppTest {

    private static final List<String> NOTIFICATIONS = List.of("application/im-iscomposing+xml", "message/imdn+xml");

    /** The example lacks the thread and the id that Table 2 demands, and knows a resource that the request does not name. */
    @Test
    @Proves({"RFC7572-5-01", "RFC7572-5-06", "RFC7572-5-07", "RFC7572-5-08", "RFC7572-5-11", "RFC7572-5-13", "RFC7572-5-14", "RFC7572-5-15",
        "RFC7572-5-17", "RFC7572-7-01", "RFC7247-4-03"})
    void example4BecomesExample5() {
        var request = sip(Vectors.octets("rfc7572-ex04.sip"));
        var expected = stanza(Vectors.text("rfc7572-ex05.xml"));
        var message = toXmpp(request);
        assertEquals(expected.from().bare(), message.from());
        assertEquals(expected.to(), message.to());
        assertEquals(expected.bodies(), message.bodies());
        assertEquals(Optional.empty(), message.type());
        assertEquals(Optional.of("9E97FB43-85F4-4A00-8751-1124FD4C7B2E"), message.thread());
        assertEquals(Optional.of("z9hG4bKeskdgs677"), message.id());
        assertEquals(expected.from(), toXmpp(request.with("From", "<sip:romeo@example.net;gr=dr4hcr0st3lup4c>;tag=vwxyz")).from());
    }

    @Test
    @Proves({"RFC7572-5-09", "RFC7572-8-02", "RFC7572-8-03", "RFC7572-8-04", "RFC7572-8-05"})
    void example6BecomesExample7() {
        var expected = stanza(Vectors.text("rfc7572-ex07-utf8.xml"));
        var message = toXmpp(sip(Vectors.octets("rfc7572-ex06-utf8.sip")));
        assertEquals(expected.bodies(), message.bodies());
        assertEquals(Optional.of("cs"), message.lang());
        assertTrue(message.toXml().toString().contains("<body>Nic z obého, má děvo spanilá, nenavidíš-li jedno nebo druhé.</body>"));
    }

    @Test
    @Proves("RFC7572-5-16")
    void theGruuOfFromIsTheResource() {
        assertEquals("romeo@example.net/orchard", toXmpp(message("a", "From: <sip:romeo@example.net;gr=orchard>;tag=1")).from().toString());
        assertEquals("romeo@example.net", toXmpp(message("a", "From: \"R\" <sip:Romeo@Example.NET:5070;gr>;tag=1")).from().toString());
        assertEquals("juliet@example.com/b", toXmpp(uri("sip:juliet@example.com;gr=b")).to().toString());
    }

    @Test
    @Proves({"RFC7572-5-10", "RFC7572-5-12"})
    void theSubjectCrossesAndTheNumberOfTheRequestDoesNot() {
        var text = toXmpp(message("a", "Subject: Grüße ]]> <x/>", "CSeq: 4711 MESSAGE")).toString();
        assertTrue(text.contains("<subject>Grüße ]]&gt; &lt;x/&gt;</subject>"), text);
        assertFalse(text.contains("4711"));
        assertEquals(List.of(), toXmpp(message("a")).subjects());
        assertEquals(List.of(), toXmpp(message("a", "Subject: \t")).subjects());
    }

    @Test
    @Proves({"RFC7572-5-09", "RFC7572-8-02"})
    void theFirstLanguageIsTaken() {
        assertEquals(Optional.of("en-GB"), toXmpp(message("a", "Content-Language: en-GB, de")).lang());
        assertEquals(Optional.empty(), toXmpp(message("a", "Content-Language: not_a_tag")).lang());
        assertEquals(Optional.empty(), toXmpp(message("a")).lang());
    }

    @Test
    @Proves({"RFC7572-5-13"})
    void theRequestUriIsDeliveredTo() {
        assertEquals("juliet@example.com", toXmpp(message("a", "To: <sip:capulet@example.org>")).to().toString());
        assertEquals("juliet@example.com", toXmpp(message("a", "To: <tel:+4930123>")).to().toString());
    }

    @Test
    @Proves({"RFC7572-5-15"})
    void theIdIsTheBranchOfTheTopVia() {
        assertEquals(Optional.of("z9hG4bKb"), toXmpp(message("a").withFirst("Via",
                "SIP/2.0/TCP p;branch=z9hG4bKb, SIP/2.0/TCP q;branch=z9hG4bKc")).id());
        assertEquals(Optional.of("t1"), toXmpp(message("a", "Via: SIP/2.0/UDP 192.0.2.1")).id());
    }

    @Test
    @Proves({"RFC7572-5-14", "RFC7572-7-02", "RFC7572-8-03"})
    void plainTextIsCharacterData() {
        var text = " <b>&lt;\n 😀 ]]>\u2028 ";
        var message = toXmpp(message(text, "Content-Type: text/plain; charset=\"UTF-8\""));
        assertEquals(text, message.bodies().get(0).text());
        assertEquals(text, ((MessageStanza) StanzaText.read(message.toXml().toString())).bodies().get(0).text());
        assertEquals(List.of(), message.extensions());
        assertEquals("a\ufffdb\ufffdc", body(message("a\u0000b\uffffc")));
    }

    @Test
    @Proves({"RFC7572-5-14"})
    void theCharsetIsHonoured() {
        assertEquals("Zoë", body(message("Zoë".getBytes(StandardCharsets.ISO_8859_1), "Content-Type: text/plain;charset=iso-8859-1")));
        assertEquals("Zoë", body(message("Zoë".getBytes(StandardCharsets.UTF_16), "Content-Type: TEXT/Plain;charset=utf-16")));
        assertEquals("a\ufffdb", body(message("a\ufffdb")));
        assertEquals(400, refusal(message("Zoë".getBytes(StandardCharsets.ISO_8859_1))).status().orElseThrow());
        assertEquals(400, refusal(message("Zoë", "Content-Type: text/plain;charset=us-ascii")).status().orElseThrow());
        var unknown = refusal(message("a", "Content-Type: text/plain;charset=x-klingon"));
        assertEquals(415, unknown.status().orElseThrow());
        assertEquals("Accept", unknown.headers().get(0).name());
    }

    @Test
    @Proves({"RFC7572-5-18", "RFC7572-7-03", "RFC7572-7-04"})
    void htmlIsXhtmlImBesideItsPlainText() {
        var message = toXmpp(message("<p>Hi <b onclick='x()'>there</b><script>evil()</script> &amp;lt;</p>", "Content-Type: text/html"));
        assertEquals("Hi there &lt;", message.bodies().get(0).text());
        assertEquals(XhtmlIm.NAMESPACE, message.extensions().get(0).namespace());
        assertTrue(message.toXml().toString().contains("Hi <strong>there</strong> &amp;lt;"), message.toString());
        assertFalse(message.toXml().toString().contains("evil"));
        assertEquals(415, refusal(message("<img src='http://tracker.example/'>", "Content-Type: text/html")).status().orElseThrow());
    }

    @Test
    @Proves({"RFC7572-7-05"})
    void noticesThatCannotBeReadAreTakenAndDropped() {
        for (var type : NOTIFICATIONS) {
            assertEquals(Optional.empty(), MessageMapping.toXmpp(message("<x/>", "Content-Type: " + type + ";charset=UTF-8"), POLICY,
                    ids()));
            assertEquals(Optional.empty(), MessageMapping.toXmpp(message(new byte[] {0x78, (byte) 0x9c}, "Content-Type: " + type,
                    "Content-Encoding: deflate"), POLICY, ids()));
            assertEquals(Optional.empty(), MessageMapping.toXmpp(cpim("Content-Type: " + type, "<x/>"), POLICY, ids()));
        }
        assertEquals(Optional.empty(), MessageMapping.toXmpp(message(""), POLICY, ids()));
        assertEquals(Optional.empty(), MessageMapping.toXmpp(message("", "Content-Type:"), POLICY, ids()));
    }

    @Test
    @Proves("RFC7572-7-05")
    void cpimIsUnwrapped() {
        var message = toXmpp(cpim("Content-Type: text/plain; charset=utf-8", "Ahoj &lt; ü"));
        assertEquals("Ahoj &lt; ü", message.bodies().get(0).text());
        assertEquals("Weather \u00fc", message.subjects().get(0).text());
        assertEquals("outer", toXmpp(cpim("Content-Type: text/plain", "a").with("Subject", "outer")).subjects().get(0).text());
        assertEquals("bold", body(cpim("Content-type: text/html", "<b>bold</b>")));
        assertEquals(415, refusal(cpim("Content-Type: message/cpim", "x")).status().orElseThrow());
        assertEquals(415, refusal(cpim("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "eA==")).status().orElseThrow());
        assertEquals(400, refusal(message("no headers", "Content-Type: message/cpim")).status().orElseThrow());
    }

    /** The wrapper cannot lend another name: only the SIP From was checked. */
    @Test
    void theSenderInsideOfCpimIsTheSenderOutside() {
        var wrapped = cpim("Content-Type: text/plain", "a");
        for (var from : List.of("<sip:boss@example.net>", "<sip:romeo@example.com>", "Romeo", "<im:>")) {
            var other = new SipRequest(wrapped.method(), wrapped.uri(), wrapped.headers(), org.stox.protocol.Octets.utf8(
                    wrapped.body().text().replace("\"R\" <im:romeo@example.net>", from)));
            assertEquals(403, refusal(other).status().orElseThrow(), from);
        }
    }

    @Test
    @Proves("RFC7572-7-06")
    void otherTypesAreRefusedWithAccept() {
        for (var type : List.of("image/png", "multipart/mixed;boundary=x", "application/json", "text/xml")) {
            var refusal = refusal(message("a", "Content-Type: " + type));
            assertEquals(415, refusal.status().orElseThrow());
            assertTrue(refusal.headers().get(0).toString().startsWith("Accept: text/plain, text/html"), refusal.toString());
        }
        var encoded = refusal(message("a", "Content-Encoding: gzip"));
        assertEquals(415, encoded.status().orElseThrow());
        assertEquals("Accept-Encoding: identity", encoded.headers().get(0).toString());
        assertEquals(400, refusal(message("a", "Content-Type:")).status().orElseThrow());
    }

    @Test
    @Proves({"RFC7247-8-03", "RFC7247-8-04", "RFC7247-8-05", "RFC7572-5-02"})
    void sipsIsRefused() {
        for (var request : List.of(uri("sips:juliet@example.com"), message("a", "To: <sips:juliet@example.com>"))) {
            var refusal = refusal(request);
            assertEquals(480, refusal.status().orElseThrow());
            assertEquals("Warning: 380 example.net \"SIPS Not Allowed\"", refusal.headers().get(0).toString());
        }
        assertEquals("juliet@example.com", toXmpp(uri("im:juliet@example.com")).to().toString());
    }

    @Test
    @Proves({"RFC7247-6.1-01", "RFC7247-6.4-02", "RFC7247-6.2-13"})
    void foreignSchemesAndPasswordsAreRefused() {
        assertEquals(416, status(uri("tel:+4930123")));
        assertEquals(403, status(message("a", "From: <tel:+4930123>;tag=1")));
        assertEquals(400, status(uri("sip:juliet:secret@example.com")));
        assertEquals(400, status(message("a", "From: <sip:romeo:secret@example.net>;tag=1")));
        assertEquals(404, status(uri("sip:%20juliet@example.com")));
        assertEquals(400, status(message("a", "From: <sip:%FF@example.net>;tag=1")));
    }

    @Test
    void onlyUsersOfTheSipDomainWriteToUsersOfTheXmppDomains() {
        assertEquals(404, status(uri("sip:juliet@example.org")));
        assertEquals(404, status(uri("sip:romeo@example.net")));
        assertEquals(404, status(uri("sip:user%40example.net@example.net")));
        assertEquals(404, status(uri("sip:example.com")));
        assertEquals(403, status(message("a", "From: <sip:admin@example.com>;tag=1")));
        assertEquals(403, status(message("a", "From: <sip:example.net>;tag=1")));
        assertEquals(403, status(message("a", "From: <sip:anonymous@anonymous.invalid>;tag=1")));
    }

    @Test
    @Proves("RFC7572-6-05")
    void noLimitOf1300HoldsTowardsXmpp() {
        assertEquals("é".repeat(5000), body(message("é".repeat(5000))));
    }

    @Test
    @Proves("RFC7572-5-07")
    void eachRowOfTable2IsExplained() {
        var request = message("a", "Subject: s", "Content-Language: cs");
        var fields = MessageMapping.explainToXmpp(request, toXmpp(request));
        assertEquals(List.of("Call-ID", "Content-Language", "CSeq", "From", "Subject", "Request-URI", "body of MESSAGE",
                "transaction identifier"),
                fields.stream().map(MappedField::field).toList());
        assertEquals(new MappedField("Content-Language", "cs", "cs", "RFC 7572 Table 2, RFC7572-5-09"), fields.get(1));
        assertEquals(new MappedField("CSeq", "7 MESSAGE", "", "RFC 7572 Table 2, RFC7572-5-10"), fields.get(2));
    }

    private static SipRequest uri(String uri) {
        var request = message("a");
        return new SipRequest(request.method(), org.stox.address.SipUriCodec.read(uri), request.headers(), request.body());
    }

    private static SipRequest cpim(String contentHeaders, String content) {
        return message("""
                From: "R" <im:romeo@example.net>\r
                To: <im:juliet@example.com>\r
                DateTime: 2026-01-01T00:00:00Z\r
                Subject:;lang=de Weather \\u00fc\r
                NS: imdn <urn:ietf:params:imdn>\r
                imdn.Message-ID: x\r
                \r
                """ + contentHeaders + "\r\n\r\n" + content, "Content-Type: message/cpim");
    }

    private static String body(SipRequest request) {
        return toXmpp(request).bodies().get(0).text();
    }

    private static int status(SipRequest request) {
        return refusal(request).status().orElseThrow();
    }
}
