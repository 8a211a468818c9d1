package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TranslateTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<List<String>> pairs() {
        return Vectors.table("rfc7572/index.tsv").stream().filter(row -> !row.get(5).isEmpty());
    }

    /** Both files of a pair are translated, and compared with each other by field. */
    @ParameterizedTest
    @MethodSource("pairs")
    void eachExampleOfRfc7572IsTranslated(List<String> row) throws Exception {
        var from = row.get(0);
        var translated = CommandLine.run(Vectors.octets(from), "translate", "--json");
        assertEquals(0, translated.exit(), translated.out());
        var tree = JSON.readTree(translated.out());
        assertEquals("translated", tree.get("result").asText());
        tree.get("fields").forEach(f -> assertTrue(f.get("rule").asText().contains("RFC7572-"), f.toString()));
        var output = tree.get("output").asText();
        if (from.endsWith(".xml")) {
            same((SipRequest) sip(output), (SipRequest) sip(Vectors.text(row.get(5))), Vectors.text(from));
        } else {
            same((MessageStanza) StanzaText.read(output), (MessageStanza) StanzaText.read(Vectors.text(row.get(5))));
        }
    }

    private static SipMessage sip(String text) {
        return ((SipCodec.Reading.Good) PastedMessage.sip(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8))).message();
    }

    private static void same(SipRequest made, SipRequest printed, String stanza) {
        assertEquals(printed.uri(), made.uri());
        assertEquals(NameAddr.read(printed.header("To").orElseThrow()).uri(), NameAddr.read(made.header("To").orElseThrow()).uri());
        assertTrue(NameAddr.read(made.header("From").orElseThrow()).uri().toString()
                .startsWith(NameAddr.read(printed.header("From").orElseThrow()).uri().toString()));
        assertEquals(((MessageStanza) StanzaText.read(stanza)).bodies().get(0).text(), made.body().text());
        assertEquals(printed.header("Content-Language"), made.header("Content-Language"));
    }

    private static void same(MessageStanza made, MessageStanza printed) {
        assertEquals(printed.to(), made.to());
        assertEquals(printed.from().bare(), made.from().bare());
        assertEquals(printed.lang(), made.lang());
        assertTrue(made.type().isEmpty());
        assertEquals(1, made.bodies().size());
    }

    @Test
    void aResponseOfSuccessSaysNothingInXmpp() {
        var translated = CommandLine.run(Vectors.octets("rfc7572-ex03.sip"), "translate");
        assertEquals(0, translated.exit());
        assertTrue(translated.out().startsWith("Nothing to send: A 200 "), translated.out());
    }

    @Test
    void theTableStandsBelowTheMessage() {
        var lines = CommandLine.run(Vectors.octets("rfc7572-ex04.sip"), "translate").out().lines().toList();
        assertTrue(lines.contains("  <body>Neither, fair saint, if either thee dislike.</body>"), lines.toString());
        assertTrue(lines.stream().anyMatch(l -> l.matches("field +from +to +rule")), lines.toString());
        assertTrue(lines.stream().anyMatch(l -> l.matches("Call-ID +9E97FB43\\S+ +9E97FB43\\S+ +RFC 7572 Table 2, .*")), lines.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        "<message from='a@b.example' to='c@d.example' type='groupchat'><body>x</body></message>"                      | 1 | service-unavailable
        "<message from='a@b.example' to='c@d.example'><active xmlns='http://jabber.org/protocol/chatstates'/></message>" | 0 | Nothing to send
        "<iq from='a@b.example' to='c@d.example' id='1' type='get'><query xmlns='urn:x'/></iq>"                       | 1 | service-unavailable
        "<iq from='a@b.example' to='c@d.example' id='1' type='result'/>"                                              | 0 | Nothing to send
        "<message from='a@b.example' to='c@d.example'>"                                                               | 1 | The stanza is not complete
        "<message to='c@d.example'><body>x</body></message>"                                                          | 1 | Refused
        "<message from='a@b.example' to='c@b.example'><body>x</body></message>"                                       | 1 | is also a domain of XMPP users
        "SIP/2.0 404 Not Found"                                                                                       | 1 | Refused
        "hello"                                                                                                       | 1 | Refused
        """)
    void whatDoesNotCrossIsTold(String message, int exit, String said) {
        var translated = CommandLine.run(message.getBytes(StandardCharsets.UTF_8), "translate");
        assertEquals(exit, translated.exit(), translated.out());
        assertTrue(translated.out().contains(said), translated.out());
        assertEquals("", translated.err());
    }

    @Test
    void aRefusalShowsTheAnswer() throws Exception {
        var picture = Vectors.text("rfc7572-ex04.sip").replace("text/plain", "image/png").getBytes(StandardCharsets.UTF_8);
        var translated = CommandLine.run(picture, "translate");
        assertEquals(1, translated.exit());
        assertTrue(translated.out().contains("SIP/2.0 415 "), translated.out());
        assertEquals("refused", JSON.readTree(CommandLine.run(picture, "translate", "--json").out()).get("result").asText());
    }

    @Test
    void optionsAreAnsweredAndNotRefused() throws Exception {
        var options = String.join("\n", "OPTIONS sip:juliet@example.com SIP/2.0", "Via: SIP/2.0/UDP a.example;branch=z9hG4bK1",
                "Max-Forwards: 70", "From: <sip:romeo@example.net>;tag=1", "To: <sip:juliet@example.com>", "Call-ID: 1", "CSeq: 1 OPTIONS",
                "Content-Length: 0", "", "").getBytes(StandardCharsets.UTF_8);
        var translated = CommandLine.run(options, "translate");
        assertEquals(0, translated.exit(), translated.out());
        assertTrue(translated.out().startsWith("Answered by the gateway itself: 200 OK\n\nThe sender gets:\n\nSIP/2.0 200 OK\n"),
                translated.out());
        assertTrue(translated.out().contains("\nAllow: MESSAGE"), translated.out());
        var json = JSON.readTree(CommandLine.run(options, "translate", "--json").out());
        assertEquals("answered", json.get("result").asText());
        assertTrue(json.get("answer").asText().startsWith("SIP/2.0 200 OK"), json.toString());
    }

    @Test
    void aStanzaThatCannotBeReadShowsTheErrorStanza() {
        var bad = "<message id='1' from='a@b.example' to='c d@d.example'><body>x</body></message>".getBytes(StandardCharsets.UTF_8);
        var translated = CommandLine.run(bad, "translate");
        assertEquals(1, translated.exit(), translated.out());
        assertTrue(translated.out().contains("\nThe sender gets:\n\n"
                + "<message from='c d@d.example' to='a@b.example' id='1' type='error'>\n  <error type='modify'><jid-malformed "),
                translated.out());
    }

    /** An error stanza would have no address. */
    @Test
    void aStanzaWithoutASenderTellsItsErrorAndThatNobodyGetsIt() {
        var nobodys = "<message to='c@d.example'><body>x</body></message>".getBytes(StandardCharsets.UTF_8);
        var translated = CommandLine.run(nobodys, "translate");
        assertEquals(1, translated.exit(), translated.out());
        assertEquals("Refused: no from (bad-request), and there is nobody who could be told\n", translated.out());
    }

    @Test
    void theTableShowsTheSubjectInTheLanguageThatWasChosen() {
        var stanza = "<message from='a@b.example' to='c@d.example' xml:lang='de'><subject xml:lang='en'>Hello</subject>"
                + "<subject>Hallo</subject><body xml:lang='en'>one</body><body xml:lang='de'>eins</body></message>";
        var lines = CommandLine.run(stanza.getBytes(StandardCharsets.UTF_8), "translate").out().lines().toList();
        assertTrue(lines.contains("Subject: Hallo"), lines.toString());
        assertTrue(lines.stream().anyMatch(l -> l.matches("subject +Hallo +Subject: Hallo +RFC 7572 Table 1, RFC7572-4-14")),
                lines.toString());
    }

    @Test
    void aResponseOfFailureIsAnError() {
        var response = String.join("\n", "SIP/2.0 404 Not Found", "Via: SIP/2.0/UDP a.example;branch=z9hG4bK1", "From: <sip:a@b.example>;tag=1",
                "To: <sip:c@d.example>;tag=2", "Call-ID: 1", "CSeq: 1 MESSAGE", "Content-Length: 0", "", "");
        var translated = CommandLine.run(response.getBytes(StandardCharsets.UTF_8), "translate");
        assertEquals(0, translated.exit(), translated.out());
        assertTrue(translated.out().startsWith("<error type='cancel'><item-not-found"), translated.out());
    }

    @Test
    void settingsOfTheCommandLineHold() {
        var settings = new String[] {"translate", "-Dstox.domain=example.net", "-Dstox.xmpp.domains=example.org", "-Dstox.xmpp.server=a:1",
            "-Dstox.xmpp.secret=s", "-Dstox.sip.listen=127.0.0.1:5060", "-Dstox.sip.peer=a:1"};
        var translated = CommandLine.run(Vectors.octets("rfc7572-ex04.sip"), settings);
        assertEquals(1, translated.exit(), translated.out());
        assertTrue(translated.out().contains("404"), translated.out());
    }
}
