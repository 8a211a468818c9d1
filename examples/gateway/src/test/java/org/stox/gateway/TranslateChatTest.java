package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TranslateChatTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STANZA = "<message from='juliet@example.com/balcony' to='romeo@example.net' id='a786hjs2' type='chat'>%s</message>";

    private static JsonNode translated(String result, String text, String... options) throws Exception {
        var line = CommandLine.run(text.getBytes(StandardCharsets.UTF_8),
                Stream.concat(Stream.of("translate", "--json"), Stream.of(options)).toArray(String[]::new));
        assertEquals(result.equals("refused") ? 1 : 0, line.exit(), line.out() + line.err());
        var tree = JSON.readTree(line.out());
        assertEquals(result, tree.get("result").asText(), line.out());
        if (result.equals("translated") && options.length == 0) {
            tree.get("fields").forEach(f -> assertTrue(f.get("rule").asText().contains("RFC7573-"), f.toString()));
        }
        return tree;
    }

    /** The printed SIP of RFC 7573 as a wire would have it: what its examples leave out, and their request lines, as the index says. */
    private static String sip(String example) {
        var text = Vectors.text("rfc7573-" + example + ".sip").replace("\r\n", "\n")
                .replaceFirst("^BYE (\\S+) sip: SIP/2.0", "BYE sip:$1 SIP/2.0").replaceAll("(?m)^(\\w+: <[^>]*)>;gr=(\\S+)$", "$1;gr=$2>");
        var head = text.replaceFirst("\n", "\nVia: SIP/2.0/UDP p.example;branch=z9hG4bK1\nMax-Forwards: 70\n").replace("CSeq: 2 ACK", "CSeq: 1 ACK");
        var from = head.contains("tag=") ? head : head.replaceAll("(?m)^(From: .*)$", "$1;tag=1");
        var to = from.startsWith("INVITE") || from.contains("tag=087js") ? from : from.replaceAll("(?m)^(To: .*)$", "$1;tag=2");
        return to.replace("\n\nc=", "\n\nv=0\no=- 1 1 IN IP4 p.example\ns=-\nc=").replaceAll("(?m)^(c=.*)$", "$1\nt=0 0");
    }

    @ParameterizedTest
    @CsvSource({"ex01.xml, a786hjs2 SEND|Call-ID: 29377446|gr=yn0cl4bnw0yr3vym|Byte-Range: 1-35/35|Failure-Report: no",
        "ex05.msrp, id='a786hjs2'|<body>Art thou not Romeo|type='chat'", "ex06.msrp, id='di2fs53v'|<body>Neither", "ex07.xml, di2fs53v SEND|Neither",
        "ex13.msrp, id='ad49kswow'|<body>I take thee", "ex14.xml, ad49kswow SEND", "ex15.xml, ms53b7z9 SEND|1-22/22", "ex16.msrp, id='ms53b7z9'|<body>What man",
        "ex19.xml, BYE sip:romeo@example.net", "ex22.xml, BYE sip:juliet@example.com", "ex23.xml, bf9m36d5 SEND|Success-Report: yes",
        "ex24.msrp, <request xmlns='urn:xmpp:receipts'/>", "ex25.msrp, id='hx74g336'|<received xmlns='urn:xmpp:receipts'", "ex26.xml, REPORT|Status: 000 200 OK"})
    @Proves({"RFC7573-4-04", "RFC7573-4-06", "RFC7573-4-21", "RFC7573-4-22", "RFC7573-6.1-01", "RFC7573-7-01", "RFC7573-7-02", "RFC7573-7-03", "RFC7573-7-04", "RFC7573-8-09"})
    void eachStanzaAndMsrpMessageOfRfc7573IsTranslated(String example, String expected) throws Exception {
        var output = translated("translated", Vectors.text("rfc7573-" + example)).get("output").asText();
        for (var part : expected.split("\\|")) {
            assertTrue(output.contains(part), part + " is not in\n" + output);
        }
    }

    @ParameterizedTest
    @CsvSource({"ex02, answered, a=path:msrp://stox.invalid", "ex03, answered, SEND", "ex04, dropped, RFC7573-5-08", "ex08, translated, <gone", "ex09, dropped, 200",
        "ex10, answered, a=path:msrp://stox.invalid", "ex11, answered, SEND", "ex12, dropped, RFC7573-5-08", "ex17, translated, <gone", "ex18, dropped, 200",
        "ex20, translated, <gone", "ex21, translated, <gone"})
    @Proves({"RFC7573-4-16", "RFC7573-5-03", "RFC7573-5-04", "RFC7573-5-08", "RFC7573-6.1-02"})
    void eachSipMessageOfRfc7573IsTranslated(String example, String result, String expected) throws Exception {
        var tree = translated(result, sip(example));
        assertTrue(tree.toString().contains(expected), tree.toString());
    }

    @ParameterizedTest
    @CsvSource({"active, idle", "inactive, idle", "composing, active", "paused, idle"})
    @Proves({"RFC7573-6-04", "RFC7573-6-05", "RFC7573-6-06", "RFC7573-6-07", "BEYOND-CS-01"})
    void aChatStateIsASendOrAMessage(String state, String composing) throws Exception {
        var stanza = STANZA.formatted("<" + state + " xmlns='http://jabber.org/protocol/chatstates'/>");
        var session = translated("translated", stanza).get("output").asText();
        assertTrue(session.contains(" SEND\n") && session.contains("<state>" + composing + "</state>"), session);
        if (composing.equals("active")) {
            var pager = translated("translated", stanza, "--chat=pager").get("output").asText();
            assertTrue(pager.startsWith("MESSAGE ") && pager.contains("<state>active</state>"), pager);
        }
    }

    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-MARK-01"})
    void aRequestForAReceiptIsAHeaderOfTheSessionOrTheWrapperOfAMessage() throws Exception {
        var stanza = STANZA.formatted("<body>Hi</body><request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>");
        assertTrue(translated("translated", stanza).get("output").asText().contains("\nSuccess-Report: yes\n"));
        var asked = translated("translated", stanza, "--chat=pager").get("output").asText().lines()
                .filter(l -> l.startsWith("imdn.Disposition-Notification: ")).findFirst().orElseThrow();
        assertTrue(asked.contains("positive-delivery") && asked.contains("negative-delivery") && asked.contains("display"), asked);
    }

    @Test
    void anOfferOfSoundIsRefused() throws Exception {
        var refused = translated("refused", sip("ex10").replace("m=message 7313 TCP/MSRP *", "m=audio 7313 RTP/AVP 0"));
        assertTrue(refused.get("answer").asText().startsWith("SIP/2.0 488 "), refused.toString());
    }

    @Test
    @Proves({"RFC7573-5-18", "RFC7573-5-19"})
    void aTypeThatCannotCrossIs415UnlessNobodyWantsToKnow() throws Exception {
        var picture = Vectors.text("rfc7573-ex13.msrp").replace("text/plain", "image/png");
        assertTrue(translated("refused", picture).get("answer") == null);
        assertTrue(translated("refused", picture.replaceFirst("Failure-Report: no\r?\n", "")).get("answer").asText().contains(" 415 "));
    }

    @Test
    @Proves({"RFC7573-6-02", "RFC7573-8-01"})
    void isComposingIsAChatStateAndAChunkWaits() throws Exception {
        var typing = "MSRP t1t1 SEND\nTo-Path: msrp://a.example:1/aaaa;tcp\nFrom-Path: msrp://b.example:1/bbbb;tcp\nMessage-ID: m1m1\n"
                + "Byte-Range: 1-9/9\nContent-Type: application/im-iscomposing+xml\n\n<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'>"
                + "<state>active</state></isComposing>\n-------t1t1$\n";
        assertTrue(translated("translated", typing).get("output").asText().contains("<composing "));
        assertTrue(translated("dropped", typing.replace("-------t1t1$", "-------t1t1+")).get("reason").asText().contains("RFC7573-8-01"));
        assertTrue(translated("refused", "MSRP t1t1 SEND\nTo-Path: nowhere\n-------t1t1$\n").get("reason").asText().length() > 3);
    }
}
