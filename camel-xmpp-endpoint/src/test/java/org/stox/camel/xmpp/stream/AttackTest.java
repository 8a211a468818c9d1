package org.stox.camel.xmpp.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a server, or a user through it, may send to harm us: the verdict on the wire, and the next user's message arrives all the same,
 * on this stream or on the next.
 */
class AttackTest extends StreamFixture {

    /** More than the reading thread may allocate because of one attack: some buffers, a log line, classes that are loaded. */
    private static final long MUCH = 4 << 20;

    private static final String FROM = "from='juliet@example.com/balcony' to='romeo@" + US + "' id='bad'";

    static Stream<Arguments> endsTheStream() {
        return Stream.of(
                arguments("X3 comment", "<!-- x -->", "restricted-xml"),
                arguments("X3 processing instruction", "<?x y?>", "restricted-xml"),
                arguments("X3 second declaration", "<?xml version='1.0'?>", "restricted-xml"),
                arguments("X1 doctype in the stream", "<!DOCTYPE x [<!ENTITY j 'x'>]>", "restricted-xml"),
                arguments("X3 undeclared entity", "<message " + FROM + "><body>&j;</body></message>", "not-well-formed|restricted-xml"),
                arguments("X6 duplicate attribute through two prefixes",
                        "<message " + FROM + " xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>", "not-well-formed"),
                arguments("X6 unbound prefix", "<p:message " + FROM + "/>", "not-well-formed"),
                arguments("X4 text between stanzas", "text", "not-well-formed|invalid-xml|bad-format"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void endsTheStream(String name, String attack, String conditions) throws Exception {
        verdict(attack.getBytes(StandardCharsets.UTF_8), conditions);
    }

    /** X4: overlong, surrogate, cut, stray, above U+10FFFF; and what XML forbids. */
    static Stream<Arguments> badBytesEndTheStream() {
        return Stream.of("c0bc", "c080", "e080bc", "f08080bc", "eda080", "edb080", "c3", "e282", "80", "f4908080", "f8888080bc", "efbfbe",
                "efbfbf", "00", "01").flatMap(hex -> Stream.of(
                        arguments("text", hex, "<message " + FROM + "><body>", "</body></message>"),
                        arguments("attribute", hex, "<message " + FROM + " x='", "'/>"),
                        arguments("name", hex, "<message " + FROM + "><b", "/></message>")));
    }

    @ParameterizedTest(name = "X4 {1} in {0}")
    @MethodSource
    void badBytesEndTheStream(String where, String hex, String before, String after) throws Exception {
        verdict(bytes(before, hex, after), "not-well-formed|unsupported-encoding");
    }

    private static byte[] bytes(String before, String hex, String after) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(HexFormat.of().parseHex(hex));
        all.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }

    private void verdict(byte[] attack, String conditions) throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send(attack);
        var seen = peer.awaitEnd();
        assertTrue(seen.matches("(?s).*<stream:error><(" + conditions + ") .*</stream:stream>"), seen);
        var next = server.open();
        next.send(fromUser("next"));
        assertEquals("next", nextBody());
        assertTrue(arrived.isEmpty());
    }

    static Stream<Arguments> headerEndsTheStream() {
        var entities = IntStream.rangeClosed(1, 9).mapToObj(i -> "<!ENTITY j" + i + " '" + ("&j" + (i - 1) + ";").repeat(10) + "'>")
                .collect(Collectors.joining("", "<!DOCTYPE x [<!ENTITY j0 'lol'>", "]>"));
        return Stream.of(
                arguments("X1 billion laughs", "<?xml version='1.0'?>" + entities, "restricted-xml"),
                arguments("X2 external DTD", "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x'>", "restricted-xml"),
                arguments("X5 Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?>", "unsupported-encoding"),
                arguments("X5 UTF-7", "<?xml version='1.0' encoding='UTF-7'?>", "unsupported-encoding"),
                arguments("X5 XML 1.1", "<?xml version='1.1'?>", "unsupported-version|not-well-formed|restricted-xml"),
                arguments("X5 UTF-16", "\u00FE\u00FF\u0000<", "unsupported-encoding|not-well-formed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void headerEndsTheStream(String name, String start, String conditions) throws Exception {
        start();
        var peer = server.accept();
        peer.await("<stream:stream");
        var before = allocated();
        peer.send(start.getBytes(StandardCharsets.ISO_8859_1));
        peer.send("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' id='42'>");
        var seen = peer.awaitEnd();
        assertTrue(seen.matches("(?s).*<stream:error><(" + conditions + ") .*</stream:stream>"), seen);
        assertTrue(allocated() - before < MUCH, "no entity was expanded");
        server.open().send(fromUser("next"));
        assertEquals("next", nextBody());
    }

    static Stream<Arguments> isRefusedAlone() {
        var attributes = IntStream.range(0, 20_000).mapToObj(i -> " a" + i + "='x'").collect(Collectors.joining());
        return Stream.of(
                arguments("X8 65 deep", "<message " + FROM + ">" + "<a>".repeat(64) + "</a>".repeat(64) + "</message>"),
                arguments("X8 5,000 deep", "<message " + FROM + ">" + "<a>".repeat(5000) + "</a>".repeat(5000) + "</message>"),
                arguments("X8 100,000 deep", "<message " + FROM + ">" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</message>"),
                arguments("X9 20,000 attributes", "<message " + FROM + attributes + "/>"),
                arguments("X9 10 MB attribute", "<message " + FROM + " x='" + "x".repeat(10 << 20) + "'/>"),
                arguments("X9 10 MB body", "<message " + FROM + "><body>" + "x".repeat(10 << 20) + "</body></message>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void isRefusedAlone(String name, String stanza) throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var before = allocated();
        peer.send(stanza);
        peer.send(fromUser("next"));
        var answer = peer.await("</error>");
        assertTrue(answer.contains("<policy-violation ") && answer.contains("id='bad'")
                && answer.contains("to='juliet@example.com/balcony'"),
                answer);
        assertEquals("next", nextBody());
        assertTrue(stream.isOpen());
        assertTrue(allocated() - before < MUCH, "10 MB were not kept");
    }

    @Test
    void sixtyFourDeepIsTaken() throws Exception {
        start();
        var peer = server.open();
        peer.send("<message " + FROM + "><body>deep</body>" + "<a>".repeat(63) + "</a>".repeat(63) + "</message>");
        assertEquals("deep", nextBody());
    }

    @Test
    void markupInCdataIsText() throws Exception {
        start();
        server.open().send("<message " + FROM + "><body><![CDATA[</body></message><message>]]></body></message>" + fromUser("next"));
        assertEquals("</body></message><message>", nextBody());
        assertEquals("next", nextBody());
    }

    @Test
    void aNamespaceThatOnlyLooksLikeOursIsNoStanza() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message " + FROM + " xmlns='jabber:component:accept&#10;'><body>smuggled</body></message>"
                + "<message " + FROM + " xmlns='jabber:other'><body>other</body></message>" + fromUser("next"));
        assertEquals("next", nextBody());
        assertEquals(2, stream.counters().count(StreamCounters.Event.DROPPED_FOREIGN));
    }

    /** As jabberd2 2.7 writes on the stream of a component, all of it: messages, errors, and our own ping. */
    @Test
    void whatIsInTheNamespaceOfClientsIsAStanza() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message xmlns='jabber:client' to='romeo@" + US + "' id='1' from='juliet@example.com/r'><body>client</body></message>");
        assertEquals("client", nextBody());
        var taken = new Verdict();
        stream.send(message("juliet@example.com", "a", "Hello"), true, taken);
        peer.send("<iq xmlns='jabber:client' id='" + peer.ping() + "' to='" + US + "' from='" + US
                + "' type='get'><ping xmlns='urn:xmpp:ping'></ping></iq>");
        assertTrue(taken.await().isEmpty());
        assertEquals(0, stream.counters().count(StreamCounters.Event.DROPPED_FOREIGN));
    }

    @Test
    void whatComesAfterTheEndOfTheStreamIsNotRead() throws Exception {
        start();
        var peer = server.open();
        peer.send(fromUser("before") + "</stream:stream>" + fromUser("after"));
        assertEquals("before", nextBody());
        peer.awaitEnd();
        server.open().send(fromUser("next"));
        assertEquals("next", nextBody());
    }

    /** X10. */
    @Test
    void aStanzaThatDripsIsCutOff() throws Exception {
        var stream = start(settings(LinkTest.stanza(java.time.Duration.ofMillis(500))));
        var peer = server.open();
        awaitOpen(stream);
        var drip = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
            try {
                return peer.awaitEnd();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try {
            for (var octet : fromUser("slow").getBytes(StandardCharsets.UTF_8)) {
                if (drip.isDone()) {
                    break;
                }
                peer.send(new byte[] {octet});
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(20);      // the attack itself
            }
        } catch (java.io.IOException e) {
            // closed already
        }
        assertTrue(drip.get(20, java.util.concurrent.TimeUnit.SECONDS).contains("<connection-timeout "));
        server.open().send(fromUser("next"));
        assertEquals("next", nextBody());
    }

    @ParameterizedTest(name = "X15 {0}")
    @ValueSource(strings = {"ro meo@sip.example.com", "romeo@sip.example.com/", "@sip.example.com",
        "romeo@[::1", "ro\u202Emeo@sip.example.com",
        "romeo\uDB40\uDC01@sip.example.com"})
    void aMalformedAddressIsAnswered(String to) throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message from='juliet@example.com' to='" + to + "' id='bad'><body>x</body></message>" + fromUser("next"));
        assertTrue(peer.await("</error>").contains("<jid-malformed "));
        assertEquals("next", nextBody());
        assertTrue(arrived.isEmpty());
    }

    @Test
    void aLocalpartOf1024BytesIsAnswered() throws Exception {
        aMalformedAddressIsAnswered("r".repeat(1024) + "@" + US);
    }
}
