package org.stox.service.im;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.error.ErrorMapping;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.MappedField;
import org.stox.service.MappingPolicy;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stox.service.im.Samples.POLICY;
import static org.stox.service.im.Samples.ids;
import static org.stox.service.im.Samples.refusal;
import static org.stox.service.im.Samples.reread;
import static org.stox.service.im.Samples.says;
import static org.stox.service.im.Samples.sip;
import static org.stox.service.im.Samples.stanza;
import static org.stox.service.im.Samples.toSip;

class MessageToSipTest {

    /** Compared with the example by field: ids and tags are ours, and the example has the Via of the transaction. */
    @Test
    @Proves({"RFC7572-4-01", "RFC7572-4-04", "RFC7572-4-06", "RFC7572-4-12", "RFC7572-4-13", "RFC7572-4-16", "RFC7572-4-18", "RFC7572-4-21",
        "RFC7572-1-01", "RFC7572-1-02", "RFC7247-4-01", "RFC7247-6.5-10"})
    void example1BecomesExample2() {
        var request = (SipRequest) reread(toSip(stanza(Vectors.text("rfc7572-ex01.xml"))));
        var expected = sip(Vectors.octets("rfc7572-ex02.sip"));
        assertEquals(expected.method(), request.method());
        assertEquals(expected.uri(), request.uri());
        assertEquals(expected.body(), request.body());
        assertEquals(NameAddr.read(expected.header("From").orElseThrow()).uri(), NameAddr.read(request.header("From").orElseThrow()).uri());
        assertEquals(NameAddr.read(expected.header("To").orElseThrow()), NameAddr.read(request.header("To").orElseThrow()));
        for (var name : List.of("Max-Forwards", "CSeq", "Content-Type", "Content-Length")) {
            assertEquals(expected.header(name), request.header(name));
        }
        assertEquals("<sip:juliet@example.com;gr=yn0cl4bnw0yr3vym>;tag=t2", request.header("From").orElseThrow());
        assertEquals("t1", request.header("Call-ID").orElseThrow());
    }

    @Test
    @Proves({"RFC7572-4-05", "RFC7572-4-19", "RFC7247-8-07"})
    void theRequestHasTheseHeadersAndNoOthers() {
        var request = toSip(stanza("<message from='juliet@example.com/b' to='romeo@example.net' type='headline' id='x' xml:lang='en'>"
                + "<body>a</body><subject>s</subject><thread>c</thread><active xmlns='http://jabber.org/protocol/chatstates'/></message>"));
        assertEquals(Set.of("Max-Forwards", "Subject", "Call-ID", "From", "To", "Content-Language", "CSeq", "Content-Type"),
                request.headers().stream().map(SipHeader::name).collect(Collectors.toSet()));
        assertEquals(8, request.headers().size());
        assertFalse(request.headers().stream().anyMatch(h -> h.value().contains("headline")));
    }

    @Test
    @Proves("RFC7572-4-02")
    void aFullJidIsAcceptedAsReceiver() {
        var request = toSip(stanza("<message from='juliet@example.com' to='romeo@example.net/orchard'><body>a</body></message>"));
        assertEquals("sip:romeo@example.net;gr=orchard", request.uri().toString());
        assertEquals("<sip:romeo@example.net;gr=orchard>", request.header("To").orElseThrow());
        assertEquals("<sip:juliet@example.com>;tag=t2", request.header("From").orElseThrow());
    }

    @Test
    @Proves({"RFC7572-4-06", "RFC7572-8-03"})
    void theTextPassesAsItIs() {
        var request = (SipRequest) reread(toSip(says("<body> &lt;b&gt;\n\t&amp;lt; Zoë 😀 e\u0301&#13;\n </body>")));
        assertEquals(" <b>\n\t&lt; Zoë 😀 e\u0301\r\n ", request.body().text());
        assertEquals("27", request.header("Content-Length").orElseThrow());
    }

    @Test
    @Proves("RFC7572-4-14")
    void theSubjectIsOneLine() {
        assertEquals("Rosen & Dornen ñ",
                toSip(says("<body>a</body><subject> Rosen &amp; Dornen ñ </subject>")).header("Subject").orElseThrow());
        assertEquals("a P-Asserted-Identity: <sip:boss@x>",
                toSip(says("<body>a</body><subject>a&#13;&#10;P-Asserted-Identity: &lt;sip:boss@x&gt;"
                + "</subject>")).header("Subject").orElseThrow());
        assertTrue(toSip(says("<body>a</body>")).header("Subject").isEmpty());
        assertTrue(toSip(says("<body>a</body><subject/>")).header("Subject").isEmpty());
    }

    @Test
    @Proves({"RFC7572-4-15"})
    void theThreadIsTheCallIdVerbatimOrEncoded() {
        for (var thread : List.of("e0ffe42b28561960c6b12b944a092794b9683a38", "a.b@c", "9E97FB43-85F4-4A00-8751-1124FD4C7B2E")) {
            assertEquals(thread, callId(thread));
        }
        for (var thread : List.of("two words", "a=b", "a@b@c", "ü", "😀", "stox-thread.YQ", "x".repeat(129), "a;b", "a,b", " ",
                "line\nline")) {
            var callId = callId(thread);
            assertTrue(callId.startsWith("stox-thread.") && callId.matches("[A-Za-z0-9._-]+"), callId);
            assertEquals(thread, ThreadId.toThread(callId));
        }
        assertEquals("t1", toSip(says("<body>a</body><thread/>")).header("Call-ID").orElseThrow());
        assertNotEquals(callId("stox-thread.YQ"), callId("a"));
    }

    @Test
    void aCallIdIsDecodedOnlyIfItWasEncoded() {
        for (var callId : List.of("stox-thread.YQ", "stox-thread.!", "stox-thread.", "stox-thread.YSBi=", "stox-thread._w",
                "stox-thread.AAAA")) {
            assertEquals(callId, ThreadId.toThread(callId));
        }
        assertEquals("a b", ThreadId.toThread("stox-thread.YSBi"));
    }

    @Test
    @Proves("RFC7572-4-24")
    void messagesOfOneThreadDifferInTheirFromTag() {
        var ids = ids();
        var message = says("<body>a</body><thread>c</thread>");
        var first = MessageMapping.toSip(message, POLICY, ids).orElseThrow();
        var second = MessageMapping.toSip(message, POLICY, ids).orElseThrow();
        assertEquals(first.header("Call-ID"), second.header("Call-ID"));
        assertEquals(List.of("1 MESSAGE", "1 MESSAGE"), List.of(first.header("CSeq").orElseThrow(), second.header("CSeq").orElseThrow()));
        assertNotEquals(first.header("From"), second.header("From"));
    }

    @Test
    @Proves({"RFC7572-4-20", "RFC7572-8-01"})
    void theLanguageIsThatOfTheBody() {
        assertEquals(Optional.of("cs"), language("", "<body xml:lang='cs'>a</body>"));
        assertEquals(Optional.of("en-GB"), language("xml:lang='en-GB'", "<body>a</body>"));
        assertEquals(Optional.of("cs"), language("xml:lang='en'", "<body xml:lang='cs'>a</body>"));
        assertEquals(Optional.empty(), language("", "<body>a</body>"));
        for (var tag : List.of("", "a b", "en,de", "en&#13;&#10;X: y", "en_GB", "1a", "toolongsubtag", "-")) {
            assertEquals(Optional.empty(), language("xml:lang='" + tag + "'", "<body>a</body>"));
        }
    }

    @Test
    @Proves("RFC7572-4-23")
    void oneBodyIsChosenByLanguageAndNoneIsNoMessage() {
        var two = "<body xml:lang='cs'>ahoj</body><body xml:lang='en'>hello</body>"
                + "<subject xml:lang='en'>S</subject><subject xml:lang='cs'>P</subject>";
        assertEquals("hello", chosen("xml:lang='en'", two).body().text());
        assertEquals("S", chosen("xml:lang='en'", two).header("Subject").orElseThrow());
        assertEquals("ahoj", chosen("xml:lang='de'", two).body().text());
        assertEquals("P", chosen("xml:lang='de'", two).header("Subject").orElseThrow());
        assertEquals(Optional.of("cs"), chosen("", two).header("Content-Language"));
        assertEquals("plain", chosen("xml:lang='de'", "<body xml:lang='en'>hello</body><body>plain</body>").body().text());
        for (var nothing : List.of("", "<body/>", "<subject>s</subject>", "<composing xmlns='http://jabber.org/protocol/chatstates'/>")) {
            assertEquals(Optional.empty(), MessageMapping.toSip(says(nothing), POLICY, ids()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<x xmlns='jabber:x:conference' jid='verona@rooms.example.com'/>",
        "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='juliet@example.com'/></x>",
        "<propose xmlns='urn:xmpp:jingle-message:0' id='a'/>"})
    void whoIsAskedIntoARoomOrToACallCannotComeAndThatIsTold(String invitation) {
        assertEquals(Condition.SERVICE_UNAVAILABLE, refusal(says(invitation)).error().orElseThrow().condition());
        assertEquals("Come", MessageMapping.toSip(says("<body>Come</body>" + invitation), POLICY, ids()).orElseThrow().body().text());
    }

    @Test
    @Proves({"RFC7572-4-22", "RFC7572-4-01"})
    void theTypeDecidesWhetherAMessageCrosses() {
        for (var type : List.of("normal", "chat", "headline", "unknown")) {
            assertEquals("MESSAGE", toSip(typed(type)).method());
        }
        assertEquals(Optional.empty(), MessageMapping.toSip(typed("error"), POLICY, ids()));
        assertEquals(Condition.SERVICE_UNAVAILABLE, refusal(typed("groupchat")).error().orElseThrow().condition());
    }

    @Test
    @Proves({"RFC7247-8-09"})
    void onlyUsersOfTheXmppDomainsWriteToUsersOfOurs() {
        assertEquals(Condition.FORBIDDEN, condition("tybalt@example.org", "romeo@example.net"));
        assertEquals(Condition.FORBIDDEN, condition("romeo@example.net", "romeo@example.net"));     // a loop through ourselves
        assertEquals(Condition.ITEM_NOT_FOUND, condition("juliet@example.com", "example.net"));
        assertEquals(Condition.ITEM_NOT_FOUND, condition("juliet@example.com", "nurse@example.com"));
        assertEquals(Condition.ITEM_NOT_FOUND, condition("juliet@example.com", "a\\5cb@example.net"));
        assertEquals(Condition.JID_MALFORMED, condition("a\\5cb@example.com", "romeo@example.net"));
    }

    @Test
    void theDomainOfTheSipSideMayHaveAnotherName() {
        var policy = new MappingPolicy("sip.example.com", "example.net", Set.of("example.com"), 1300, 200, ErrorMapping.DEFAULT);
        var request = MessageMapping.toSip(stanza("<message from='juliet@example.com' to='romeo@sip.example.com'><body>a</body></message>"),
                policy, ids()).orElseThrow();
        assertEquals("sip:romeo@example.net", request.uri().toString());
        var back = MessageMapping.toXmpp(Samples.message("b"), policy, ids()).orElseThrow();
        assertEquals("romeo@sip.example.com", back.from().toString());
    }

    @Test
    void theWholeRequestIsCounted() {
        var request = toSip(says("<body>ü</body><thread>c</thread>"));
        assertEquals("MESSAGE sip:romeo@example.net SIP/2.0|Max-Forwards: 70|Call-ID: c|From: <sip:juliet@example.com;gr=balcony>;tag=t1|"
                .length() + "To: <sip:romeo@example.net>|CSeq: 1 MESSAGE|Content-Type: text/plain|Content-Length: 2||".length() + 9 + 2,
                MessageMapping.size(request));                              // nine line ends of two octets, a body of two
        MessageMapping.checkSize(1300, POLICY);
        var refusal = org.junit.jupiter.api.Assertions.assertThrows(org.stox.error.Refusal.class, () -> MessageMapping.checkSize(1301,
                POLICY));
        assertEquals(Condition.POLICY_VIOLATION, refusal.reason().error().orElseThrow().condition());
        assertEquals("modify", refusal.reason().error().orElseThrow().type().name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    @Proves({"RFC7572-4-12"})
    void eachRowOfTable1IsExplained() {
        var message = stanza("<message from='juliet@example.com/b' to='romeo@example.net' type='chat' id='x' xml:lang='en'>"
                + "<body>a</body><subject>s</subject><thread>c</thread></message>");
        var request = toSip(message);
        var fields = MessageMapping.explainToSip(message, request);
        assertEquals(List.of("body", "subject", "thread", "from", "id", "to", "type", "xml:lang"),
                fields.stream().map(MappedField::field).toList());
        assertEquals(new MappedField("subject", "s", "Subject: s", "RFC 7572 Table 1, RFC7572-4-14"), fields.get(1));
        assertEquals("From: <sip:juliet@example.com;gr=b>;tag=t1", fields.get(3).to());
        assertEquals("", fields.get(6).to());
    }

    private static String callId(String thread) {
        return toSip(says("<body>a</body><thread>" + thread + "</thread>")).header("Call-ID").orElseThrow();
    }

    private static SipRequest chosen(String attribute, String content) {
        return toSip(stanza("<message from='juliet@example.com/b' to='romeo@example.net' " + attribute + ">" + content + "</message>"));
    }

    private static Optional<String> language(String attribute, String content) {
        return chosen(attribute, content).header("Content-Language");
    }

    private static org.stox.protocol.xmpp.MessageStanza typed(String type) {
        return stanza("<message from='juliet@example.com' to='romeo@example.net' type='" + type + "'><body>a</body></message>");
    }

    private static Condition condition(String from, String to) {
        return refusal(stanza("<message from='" + from + "' to='" + to + "'><body>a</body></message>")).error().orElseThrow().condition();
    }
}
