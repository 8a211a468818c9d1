package org.stox.protocol.msrp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.Octets;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MsrpReaderTest {

    private static final String PATHS = "To-Path: msrp://bob.example:8888/9di4eae923wzd;tcp\r\n"
            + "From-Path: msrp://alice.example:7777/iau39soe2843z;tcp\r\n";
    private static final String SEND = "MSRP d93kswow SEND\r\n" + PATHS + "Message-ID: 12339sdqwer\r\n";
    private static final String TEXT = "Content-Type: text/plain\r\n\r\n";
    private static final String END = "\r\n-------d93kswow$\r\n";

    @Test
    void theExamplesAreReadAndWrittenAgain() {
        for (var document : List.of("rfc4975", "rfc7573")) {
            for (var row : Vectors.table(document + "/index.tsv")) {
                if (row.get(0).endsWith(".msrp")) {
                    var events = Events.of(Vectors.octets(row.get(0)));
                    assertEquals(List.of(), events.malformed, row.get(0));
                    assertFalse(events.said.isEmpty() || events.said.get(0).startsWith("broken"), row.get(0));
                    assertEquals("", events.body());
                    if (events.said.size() > 1 && !events.said.get(1).equals("body ")) {
                        var body = Octets.utf8(events.said.get(1).substring("body ".length()));
                        var flag = events.said.get(2).equals("end MORE") ? Continuation.MORE : Continuation.END;
                        assertEquals(events.said, Events.of(MsrpCodec.write(events.requests.get(0), body, flag)).said);
                    }
                }
            }
        }
    }

    @Test
    void fieldsOfARequestAreThere() {
        var request = Events.of(Vectors.octets("rfc4975-11.6-send.msrp")).requests.get(0);
        assertEquals("12339sdqwer", request.messageId().orElseThrow());
        assertEquals(ByteRange.of(1, 106, 106), request.byteRange().orElseThrow());
        assertEquals(new Reporting(true, Reporting.Failure.NO), request.reporting());
        assertEquals("text/html", request.contentType().orElseThrow());
        var report = Events.of(Vectors.octets("rfc4975-11.6-report.msrp")).requests.get(0);
        assertEquals(MsrpStatus.of(200), report.status().orElseThrow());
    }

    @Test
    void bodilessAndEmptyAreTwoThings() {
        assertEquals(List.of("false", "body ", "end END"), shape("MSRP d93kswow SEND\r\n" + PATHS + "Message-ID: 1234\r\n-------d93kswow$\r\n"));
        assertEquals(List.of("true", "body ", "end END"), shape(SEND + TEXT + END));
        assertEquals(List.of("true", "body ", "end END"), shape(SEND + TEXT + END.substring(2)), "some leave out the CRLF");
    }

    private static List<String> shape(String stream) {
        var said = Events.of(stream).said;
        assertEquals(3, said.size(), said::toString);
        return List.of(said.get(0).substring(said.get(0).lastIndexOf(' ') + 1), said.get(1), said.get(2));
    }

    /** M6: the frame is exactly this transaction id at the begin of a line, with a flag and a CRLF. */
    @ParameterizedTest
    @ValueSource(strings = {"-------d93kswow$ or so", "a-------d93kswow$\r\n", "\r\n-------d93kswow", "\r\n-------d93kswox$\r\n",
            "\r\n-------d93kswow*\r\n", "\r\n-------d93kswow$\n", "\r\n-------d93kswow$\r\r\n", "\r\n--------d93kswow$\r\n", "\r\r\n------\r\n",
            "\n-------d93kswow$\r\n", "\r\n-------D93kswow$\r\n", "\r\n-------d93kswow$\r", "\r\n-------a786hjs2$\r\n", "\r\n"})
    void nothingElseIsTheEndLine(String body) {
        var octets = (SEND + TEXT + body + END).getBytes(StandardCharsets.UTF_8);
        var random = new java.util.Random(4975);
        assertEquals("body " + body, Events.of(octets).said.get(1));
        for (int most = 1; most < 9; most++) {
            assertEquals(Events.of(octets).said, Events.cut(octets, random, most).said);
        }
    }

    @Test
    void aBodyIsPassedOnAsItComes() {
        var events = new Events();
        var reader = new MsrpReader(MsrpLimits.DEFAULT);
        feed(reader, SEND + TEXT, events);
        feed(reader, "half a", events);
        assertEquals("half a", events.body());
        assertTrue(reader.pending());
        feed(reader, " message\r", events);
        assertEquals("half a message", events.body());
        feed(reader, "\n-------d93kswow+\r\n", events);
        assertEquals("end MORE", events.said.get(2));
        assertFalse(reader.pending());
    }

    private static void feed(MsrpReader reader, String text, Events events) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        reader.feed(octets, 0, octets.length, events);
    }

    @Test
    void unknownMethodsAndFieldsAreKept() {
        var request = Events.of("MSRP d93kswow NICKNAME\r\n" + PATHS + "Use-Nickname: \"Alice \u00e4\"\r\nX-New: 1\r\nX-New: 2\r\n-------d93kswow$\r\n")
                .requests.get(0);
        assertTrue(request.is(MsrpRequest.NICKNAME));
        assertEquals("\"Alice \u00e4\"", request.header("use-nickname").orElseThrow());
        assertEquals(3, request.headers().size());
        var dance = Events.of("MSRP d93kswow DANCE\r\n" + PATHS + "-------d93kswow$\r\n").requests.get(0);
        assertEquals(501, MsrpResponse.to(dance, dance.to().last(), 501).orElseThrow().status());
    }

    /** M4 and others: the request is skipped and answered by 400, what follows it is read. */
    @ParameterizedTest
    @ValueSource(strings = {"Byte-Range: 0-5/5\r\n", "Byte-Range: 5-3/9\r\n", "Byte-Range: 1-5\r\n", "Byte-Range: 1-*/9999999999999999999\r\n",
            "Byte-Range: 1--2/3\r\n", "Failure-Report: perhaps\r\n", "Success-Report: partial\r\n", "Message-ID: again\r\n", "no colon\r\n",
            "To-Path: msrp://a:1/s;tcp\r\n", "X Y: z\r\n", "X: \u0000\r\n", "Content-Type: text\r\n", "Status: 1 2\r\n", ": x\r\n", "X: a\u007f\r\n"})
    void aMalformedHeadIsAnsweredAndSkipped(String field) {
        var events = Events.of(SEND + field + TEXT + "body" + END + SEND + TEXT + "next" + END);
        assertEquals(1, events.malformed.size(), events.said::toString);
        var answer = events.malformed.get(0).answer().orElseThrow();
        assertEquals(400, answer.status());
        assertEquals("d93kswow", answer.transaction());
        assertEquals(MsrpPath.read("msrp://alice.example:7777/iau39soe2843z;tcp"), answer.to());
        assertEquals("body next", events.said.get(2));
    }

    @Test
    void fiftyRelaysAreRefused() {
        var path = "To-Path: " + String.join(" ", java.util.Collections.nCopies(50, "msrp://r.example:1/s;tcp")) + "\r\n";
        var events = Events.of("MSRP d93kswow SEND\r\n" + path + "From-Path: msrp://a:1/s;tcp\r\nMessage-ID: 12345\r\n-------d93kswow$\r\n");
        assertEquals("Bad To-Path: path of more than 8", events.malformed.get(0).reason());
        assertEquals(400, events.malformed.get(0).answer().orElseThrow().status());
    }

    @Test
    void anErrorIsNeverAnswered() {
        assertEquals(Optional.empty(), Events.of("MSRP d93kswow 200 OK\r\n" + PATHS + "bad\r\n-------d93kswow$\r\n").malformed.get(0).answer());
        assertEquals(Optional.empty(), Events.of("MSRP d93kswow 200\r\n" + PATHS + "\r\nbody" + END).malformed.get(0).answer());
        assertEquals(Optional.empty(), Events.of("MSRP d93kswow REPORT\r\n" + PATHS + "Message-ID: 1234\r\n-------d93kswow$\r\n")
                .malformed.get(0).answer());
        assertEquals(Optional.empty(), Events.of(SEND + "Failure-Report: no\r\nbad\r\n" + TEXT + END).malformed.get(0).answer());
        assertEquals(1, Events.of("MSRP d93kswow REPORT\r\n-------d93kswow$\r\n").malformed.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "MSRP  SEND\r\n", "MSRP d93kswow send\r\n", "MSRP d93kswow\r\n",
            "MSRP d\u00e43kswow SEND\r\n", "MSRP d93kswow SEND now\r\n", "MSRP d93kswow SEND\n", "msrp d93kswow SEND\r\n", "\n", "\rM",
            "MSRP d93kswow 20 OK\r\n", "MSRP -93kswow SEND\r\n", "MSRP d93kswow SEND\r\nTo-Path: x\nFrom"})
    void whereNobodyCanSayWhereTheMessageEndsTheStreamIsBroken(String stream) {
        var events = Events.of(stream + SEND + TEXT + "never read" + END);
        assertTrue(events.said.get(0).startsWith("broken "), events.said::toString);
        assertEquals(1, events.said.size());
    }

    @Test
    void aPeerThatSpeaksTlsIsFoundOutAtOnce() {
        assertEquals(List.of("broken Not MSRP"), Events.of(new byte[] {0x16, 3, 1, 2}).said);
        assertEquals(List.of(), Events.of("MSR").said);
    }

    @Test
    void withoutAWayBackTheStreamIsBroken() {
        assertEquals(List.of("broken No From-Path"), Events.of("MSRP d93kswow SEND\r\nTo-Path: msrp://b:1/s;tcp\r\n-------d93kswow$\r\n").said);
    }

    @Test
    void aHeadHasALimit() {
        var events = Events.of(SEND + "X: " + "x".repeat(20_000) + "\r\n");
        assertEquals("Head too large", events.malformed.get(0).reason());
        assertEquals("broken Head too large", events.said.get(1));
        assertEquals("Too many headers", Events.of(SEND + "X: 1\r\n".repeat(64) + TEXT + END).malformed.get(0).reason());
        assertEquals(1, Events.of("\r\n".repeat(20_000) + SEND + TEXT + END).requests.size(), "empty lines between are let pass");
    }

    @Test
    void onlySendHasALongBody() {
        var body = "x".repeat(10_240);
        assertEquals("body " + body, Events.of("MSRP d93kswow REPORT\r\n" + PATHS + "Message-ID: 1234\r\nStatus: 000 200\r\n" + TEXT + body + END).said.get(1));
        var said = Events.of("MSRP d93kswow AUTH\r\n" + PATHS + TEXT + body + 'x' + END).said;
        assertEquals("broken Body too large", said.get(said.size() - 1));
        assertEquals(3, Events.of(SEND + TEXT + body.repeat(200) + END).said.size());
    }

    @Test
    void whatIsWrittenCannotBreakTheFrame() {
        var request = Events.of(SEND + TEXT + END).requests.get(0);
        assertThrows(IllegalArgumentException.class, () -> MsrpCodec.write(request, Octets.utf8("a\r\n-------d93kswow$\r\n"), Continuation.END));
        assertThrows(IllegalArgumentException.class, () -> MsrpCodec.write(request, Octets.utf8("----------d93kswow"), Continuation.END));
        assertEquals("body -------d93kswo", Events.of(MsrpCodec.write(request, Octets.utf8("-------d93kswo"), Continuation.END)).said.get(1));
        assertThrows(MsrpSyntaxException.class, () -> new MsrpHeader("X", "a\r\nY: b"));
        assertThrows(MsrpSyntaxException.class, () -> new MsrpHeader("X: y", "a"));
        assertThrows(MsrpSyntaxException.class, () -> new MsrpRequest("a b", "SEND", request.to(), request.from(), List.of()));
        assertThrows(MsrpSyntaxException.class, () -> new MsrpStatus("000", 200, Optional.of("a\nb")));
    }
}
