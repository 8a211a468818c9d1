package org.stox.protocol.xml;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.management.ThreadMXBean;

import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamLimitsTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final String OPEN = "<message from='mallory@example.com/x' to='romeo@sip.example' id='big' type='chat'";
    private static final String GOOD = "<message from='juliet@example.com' to='romeo@sip.example' id='good'><body>hi</body></message>";

    /** The stanza is skipped, its open tag kept, and the next one arrives; in large reads and in small ones. */
    private static void skips(String stanza) {
        var stream = Streams.utf8(Streams.HEADER + GOOD + stanza + GOOD);
        for (var most : new int[] {stream.length, 4096, 1}) {
            var outcome = Streams.read(stream, most, new Random(most));
            assertEquals("open", outcome.end());
            assertEquals(List.of("good", "good"), outcome.elements().stream().map(e -> e.attribute("id").orElse("")).toList());
            var tag = outcome.skipped().get(0);
            assertEquals(1, outcome.skipped().size());
            assertTrue(tag.is(Stanza.NAMESPACE, "message"), tag.toString());
            assertEquals(List.of("mallory@example.com/x", "romeo@sip.example", "big", "chat"),
                    List.of("from", "to", "id", "type").stream().map(a -> tag.attribute(a).orElse("")).toList());
            assertEquals(4, tag.attributes().size());
            assertFalse(outcome.pending());
        }
    }

    private static String deep(int levels) {
        return "<a>".repeat(levels - 1) + "</a>".repeat(levels - 1) + "</message>";
    }

    @Test
    void aStanzaIs64ElementsDeepAndNotOneMore() {
        assertEquals(1, Streams.whole(Streams.utf8(Streams.HEADER + OPEN + ">" + deep(64))).elements().size());
        skips(OPEN + ">" + deep(65));
        skips(OPEN + ">" + "<a>".repeat(63) + "<a/>" + "</a>".repeat(63) + "</message>");
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 100_000})
    void aDepthBombIsSkipped(int levels) {
        skips(OPEN + ">" + deep(levels));
    }

    @Test
    void aTagHas256AttributesAndNotOneMore() {
        assertEquals(1, Streams.whole(Streams.utf8(Streams.HEADER + OPEN + attributes(252) + "/>")).elements().size());
        skips(OPEN + attributes(253) + "/>");
        skips(OPEN + "><x" + attributes(257) + "/></message>");
    }

    @Test
    void anAttributeFloodIsSkippedWhereverTheAddressesStand() {
        skips(OPEN + attributes(20_000) + "/>");
        skips("<message" + attributes(20_000) + OPEN.substring("<message".length()) + "><body>hi</body></message>");
        skips("<p:message xmlns:p='jabber:component:accept'" + attributes(20_000) + OPEN.substring("<message".length()) + "></p:message>");
    }

    private static String attributes(int count) {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) {
            text.append(" a").append(i).append("='/>'");
        }
        return text.toString();
    }

    @Test
    void aGiantAttributeIsSkippedWhereverTheAddressesStand() {
        var giant = " a='" + "x".repeat(2 << 20) + "'";
        skips(OPEN + giant + "/>");
        skips("<message" + giant + OPEN.substring("<message".length()) + "></message>");
        skips(OPEN + " a='" + "x".repeat((64 << 10) + 1) + "'/>");
        assertEquals(1, Streams.whole(Streams.utf8(Streams.HEADER + OPEN + " a='" + "x".repeat(64 << 10) + "'/>")).elements().size());
    }

    @Test
    void aGiantBodyIsSkipped() {
        skips(OPEN + "><body>" + "x".repeat(1 << 20) + "</body></message>");
        skips(OPEN + "><body><![CDATA[" + "</message>".repeat(1 << 16) + "]]></body></message>");
        skips(OPEN + "><body>" + "x".repeat(256 << 10) + "</body></message>");
    }

    @Test
    void tenMegabytesAreSkippedInConstantMemory() {
        var reader = new StreamReader(XmlLimits.READING);
        var ids = new ByteArrayOutputStream();
        var sink = new Ids(ids);
        feed(reader, Streams.HEADER + OPEN + "><body>", sink);
        var piece = "x".repeat(8192);
        for (var i = 0; i < 1280; i++) {
            feed(reader, piece, sink);
        }
        assertTrue(reader.pending());
        feed(reader, "</body></message>" + GOOD, sink);
        assertEquals("(big)good", ids.toString());
    }

    static Stream<Arguments> giants() {
        var megabyte = "x".repeat(1 << 20);
        return Stream.of(
                Arguments.of("body of 10 MB", OPEN + "><body>", megabyte, 10, "</body></message>"),
                Arguments.of("attribute of 10 MB", OPEN + " a='", megabyte, 10, "'/>"),
                Arguments.of("20,000 attributes", OPEN, attributes(20_000), 1, "/>"),
                Arguments.of("100,000 levels", OPEN + ">", "<a>".repeat(100_000), 1, "</a>".repeat(100_000) + "</message>"));
    }

    /** By what the reading thread allocates in all, which no other thread disturbs: a buffer that doubles up to the limit, and no more. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("giants")
    void ofAGiantNoMoreIsHeldThanTheLimitAllows(String name, String open, String piece, int times, String close) {
        var before = Streams.utf8(Streams.HEADER + open);
        var middle = Streams.utf8(piece);
        var after = Streams.utf8(close + GOOD);
        Supplier<String> attack = () -> {
            var reader = new StreamReader(XmlLimits.READING);
            var ids = new ByteArrayOutputStream();
            var sink = new Ids(ids);
            inPieces(reader, before, sink);
            for (int i = 0; i < times; i++) {
                inPieces(reader, middle, sink);
            }
            inPieces(reader, after, sink);
            return ids.toString();
        };
        attack.get();                   // classes are loaded once
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        assertEquals("(big)good", attack.get());
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        assertTrue(allocated <= 4L * XmlLimits.READING.maxStanza(), name + " took " + allocated);
    }

    /** X1: the entities are never read, so there is nothing to expand. */
    @Test
    void aBillionLaughsCostNothing() {
        var dtd = new StringBuilder("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>");
        for (char c = 'b'; c <= 'j'; c++) {
            dtd.append("<!ENTITY ").append(c).append(" '").append(("&" + (char) (c - 1) + ";").repeat(10)).append("'>");
        }
        var bytes = Streams.utf8(dtd + "]>" + Streams.HEADER + OPEN + "><body>&j;</body></message>");
        Runnable attack = () -> assertThrows(StreamException.class, () ->
                inPieces(new StreamReader(XmlLimits.READING), bytes, new Ids(new ByteArrayOutputStream())));
        for (int i = 0; i < 20; i++) {
            attack.run();
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long worked = THREADS.getCurrentThreadCpuTime();
        attack.run();
        worked = THREADS.getCurrentThreadCpuTime() - worked;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        assertTrue(allocated < 1 << 20, "allocated " + allocated);
        assertTrue(worked < 50_000_000, "worked for " + worked + " ns");
    }

    /** As reads from a socket come. */
    private static void inPieces(StreamReader reader, byte[] bytes, StreamReader.Sink sink) {
        for (int at = 0; at < bytes.length; at += 8192) {
            reader.feed(bytes, at, Math.min(8192, bytes.length - at), sink);
        }
    }

    @Test
    void anEndlessStanzaClosesTheStreamAt16Mebibytes() {
        var reader = new StreamReader(XmlLimits.READING);
        var sink = new Ids(new ByteArrayOutputStream());
        feed(reader, Streams.HEADER + OPEN + "><body>", sink);
        var piece = "x".repeat(1 << 20);
        for (var i = 0; i < 15; i++) {
            feed(reader, piece, sink);
        }
        var error = assertThrows(StreamException.class, () -> feed(reader, piece, sink));
        assertEquals(StreamError.Condition.POLICY_VIOLATION, error.error().condition());
    }

    @Test
    void aStreamHeaderHas16KibibytesAndNoMore() {
        var long1 = Streams.HEADER.replace(" from", " x='" + "x".repeat(15 << 10) + "' from");
        assertEquals("open", Streams.whole(Streams.utf8(long1)).end());
        var long2 = Streams.utf8(Streams.HEADER.replace(" from", " x='" + "x".repeat(17 << 10) + "' from"));
        assertEquals("policy-violation", Streams.whole(long2).end());
        assertEquals("policy-violation", Streams.bytewise(long2).end());
    }

    @Test
    void aSkippedStanzaIsAnsweredWithPolicyViolation() {
        var tag = Streams.whole(Streams.utf8(Streams.HEADER + OPEN + ">" + deep(65))).skipped().get(0);
        var answer = StanzaCodec.error(tag, StanzaError.of(StanzaError.Condition.POLICY_VIOLATION)).orElseThrow();
        assertEquals("<message xmlns='jabber:component:accept' from='romeo@sip.example' to='mallory@example.com/x' id='big' type='error'>"
                + "<error type='modify'><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
                XmlWriter.text(answer));
    }

    @Test
    void aSkippedStanzaThatIsMalformedInItsTagStillClosesTheStream() {
        var outcome = Streams.whole(Streams.utf8(Streams.HEADER + "<message from='a' from='b'" + attributes(300) + "/>"));
        assertEquals("not-well-formed", outcome.end());
        var inBody = Streams.whole(Streams.utf8(Streams.HEADER + "<message to='a' x>'' from='victim@example.com'" + deep(65)));
        assertEquals("not-well-formed", inBody.end());
    }

    private static void feed(StreamReader reader, String text, StreamReader.Sink sink) {
        var bytes = Streams.utf8(text);
        reader.feed(bytes, 0, bytes.length, sink);
    }

    private static final class Ids implements StreamReader.Sink {

        private final ByteArrayOutputStream ids;

        Ids(ByteArrayOutputStream ids) {
            this.ids = ids;
        }

        @Override
        public void header(StreamHeader header) {
            assertEquals(Stanza.NAMESPACE, header.namespace());
        }

        @Override
        public void element(XmlElement element) {
            ids.writeBytes(Streams.utf8(element.attribute("id").orElse("")));
        }

        @Override
        public void skipped(XmlElement openTag) {
            ids.writeBytes(Streams.utf8("(" + openTag.attribute("id").orElse("") + ")"));
        }

        @Override
        public void end() {
            throw new AssertionError("closed");
        }
    }
}
