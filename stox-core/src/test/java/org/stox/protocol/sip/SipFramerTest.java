package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §18.3, RFC 5626 §3.5.1, and the rows S15 to S17 of the attacks: no broken stream makes a request of its rest. */
class SipFramerTest {

    private final List<String> said = new ArrayList<>();
    private final SipFramer framer = new SipFramer(SipLimits.STREAM);
    private final SipFramer.Sink sink = new SipFramer.Sink() {
        @Override
        public void message(byte[] octets, int from, int to) {
            said.add(new String(octets, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void ping() {
            said.add("ping");
        }

        @Override
        public void broken(SipCodec.Reading.Bad bad) {
            said.add(bad.status() + (bad.request().isPresent() ? " answered" : " unanswered"));
        }
    };

    private void feed(String text) {
        var octets = text.getBytes(StandardCharsets.ISO_8859_1);
        framer.feed(octets, 0, octets.length, sink);
    }

    private static String message(String lengthLines, String body) {
        return "MESSAGE sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/TCP h.example.com;branch=z9hG4bKa\r\nFrom: <sip:b@example.com>;tag=1\r\n"
                + "To: <sip:a@example.com>\r\nCall-ID: c\r\nCSeq: 1 MESSAGE\r\n" + lengthLines + "\r\n" + body;
    }

    private static String good(String body) {
        return message("Content-Length: " + body.length() + "\r\nContent-Type: text/plain\r\n", body);
    }

    private static final String HIDDEN = message("Content-Length: 0\r\n", "");

    @Test
    void messagesAreFoundInAnyCut() {
        var octets = (good("one") + "\r\n" + good("") + "\r\n\r\n" + good("three\r\n\r\n")).getBytes(StandardCharsets.US_ASCII);
        var random = new Random(1);
        for (int round = 0; round < 500; round++) {
            said.clear();
            var fresh = new SipFramer(SipLimits.STREAM);
            int from = 0;
            while (from < octets.length) {
                int to = Math.min(octets.length, from + 1 + random.nextInt(round + 1));
                var piece = Arrays.copyOfRange(octets, from, to);
                fresh.feed(piece, 0, piece.length, sink);
                from = to;
            }
            assertEquals(List.of(good("one"), good(""), "ping", good("three\r\n\r\n")), said);
            assertFalse(fresh.pending());
        }
    }

    @Test
    void doubleCrlfAsksForAPongAndASingleOneIsAPong() {
        feed("\r\n\r\n");
        feed("\r");
        feed("\n\r\n");
        assertEquals(List.of("ping", "ping"), said);
        feed("\r\n");
        feed(good("x"));
        feed("\r\n");
        assertEquals(List.of("ping", "ping", good("x")), said);
        assertFalse(framer.pending());
    }

    @Test
    void endlessKeepAlivesHoldNothing() {
        for (int i = 0; i < 10_000; i++) {
            feed("\r\n\r\n");
        }
        assertEquals(10_000, said.size());
        assertFalse(framer.pending());
    }

    @Test
    void aMessageThatHasBegunIsPendingUntilItsLastOctet() {
        String text = good("body");
        for (int i = 0; i < text.length() - 1; i++) {
            feed(text.substring(i, i + 1));
            assertTrue(framer.pending());
        }
        feed(text.substring(text.length() - 1));
        assertFalse(framer.pending());
    }

    @Test
    void aWrongContentLengthEndsTheStreamAndTheHiddenRequestIsNotSeen() {
        for (String lines : List.of("", "Content-Length: -5\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
                "Content-Length: 0\r\nl: " + HIDDEN.length() + "\r\n", "l: 0\r\nCONTENT-LENGTH : 7\r\n", "Content-Length: 5, 5\r\n",
                "Content-Length: 2000000000\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length:\r\n",
                        "Content-Length: +5\r\n",
                "Content-Length: 0x5\r\n", "Content-Length: 65536\r\n", "Content-Length\r\n : 5\r\n", "no colon\r\nContent-Length: 0\r\n",
                "Content-Length: 0\r\nX: a\rb\r\n", "Content-Length: 0\nX: a\r\n", "\u0000Content-Length: 0\r\n")) {
            for (boolean bytewise : new boolean[] {false, true}) {
                said.clear();
                var fresh = new SipFramer(SipLimits.STREAM);
                var octets = (message(lines, HIDDEN) + HIDDEN).getBytes(StandardCharsets.ISO_8859_1);
                int step = bytewise ? 1 : octets.length;
                for (int i = 0; i < octets.length; i += step) {
                    fresh.feed(octets, i, i + step, sink);
                }
                assertEquals(1, said.size(), lines);
                assertTrue(said.get(0).matches("(400|513) answered"), lines + said);
                assertFalse(fresh.pending());
            }
        }
    }

    @Test
    void aFoldedContentLengthIsUnderstood() {
        feed(message("Content-Length:\r\n 5\r\n", "12345"));
        assertEquals(1, said.size());
        assertTrue(said.get(0).endsWith("12345"));
    }

    @Test
    void aBodyThatHoldsARequestIsABody() {
        String outer = good(HIDDEN);
        feed(outer);
        assertEquals(List.of(outer), said);
    }

    @Test
    void aLengthBeyondTheBodyWaitsAndTakesNoMoreThanItSays() {
        feed(message("Content-Length: 500\r\n", "12345"));
        assertTrue(said.isEmpty());
        assertTrue(framer.pending());
    }

    @Test
    void junkIsRefusedBeforeMoreThanAFieldIsHeld() {
        int fed = 0;
        var octets = new byte[1000];
        Arrays.fill(octets, (byte) 'A');
        while (said.isEmpty()) {
            framer.feed(octets, 0, octets.length, sink);
            fed += octets.length;
        }
        assertEquals(List.of("513 unanswered"), said);
        assertTrue(fed <= SipLimits.STREAM.header() + 1000);
    }

    @Test
    void anEndlessHeadIsRefusedAtTheLimitOfAMessage() {
        feed("MESSAGE sip:a@example.com SIP/2.0\r\nVia: SIP/2.0/TCP h.example.com;branch=z9hG4bKa\r\n");
        int fed = 0;
        String line = "Contact: <sip:" + "c".repeat(1000) + "@example.com>\r\n";
        while (said.isEmpty()) {
            feed(line);
            fed += line.length();
        }
        assertEquals(List.of("513 answered"), said);
        assertTrue(fed <= SipLimits.STREAM.message() + line.length());
    }

    @Test
    void bareLineEndsBetweenMessagesEndTheStream() {
        feed(good("x"));
        feed("\n" + good("y"));
        assertEquals(List.of(good("x"), "400 unanswered"), said);
    }
}
