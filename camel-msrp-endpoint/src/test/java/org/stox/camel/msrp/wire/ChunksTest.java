package org.stox.camel.msrp.wire;

import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.stox.protocol.msrp.AssemblyLimits;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Long messages each way (RFC 4975 §5.1, §7.1.1, §7.3.1). */
class ChunksTest extends NodeFixture {

    private static final String LONG = "0123456789abcdef".repeat(65_536);       // 1 MB

    @Test
    @Proves({"RFC7573-8-07", "RFC7573-8-09"})
    void aLongMessageIsInterruptedForAShortOneOfAnotherSession() throws Exception {
        var server = listen();
        var big = given(active("b", server.getLocalPort()));
        var small = given(active("s", server.getLocalPort()));
        var peer = accept(server);
        peer.ok(peer.read());
        peer.ok(peer.read());
        var first = give(message(big, LONG, Reporting.NONE));
        var second = give(message(small, "Hey", Reporting.NONE));
        var parts = new TreeMap<Integer, String>();
        var order = new ArrayList<String>();
        for (var text = peer.read(); ; text = peer.read()) {
            order.add(RawPeer.body(text).equals("Hey") ? "small" : "big");
            if (!RawPeer.body(text).equals("Hey")) {
                var range = RawPeer.field(text, "Byte-Range");
                assertTrue(range.endsWith("/1048576"), range);
                parts.put(Integer.parseInt(range.split("-")[0]), RawPeer.body(text));
                assertTrue(RawPeer.body(text).length() >= 2048 || text.endsWith("$\r\n"));
            }
            if (text.endsWith("$\r\n") && order.contains("small") && parts.values().stream().mapToInt(String::length).sum() == LONG.length()) {
                break;
            }
        }
        assertEquals(LONG, String.join("", parts.values()), "counted from one, in order, whole");
        assertTrue(order.indexOf("small") < order.lastIndexOf("big"), "it did not wait for the long one");
        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    @Proves("RFC7573-8-01")
    void chunksOfSeveralMessagesComeTogetherInAnyOrder() throws Exception {
        var session = given(passive("s"));
        var other = given(passive("o"));
        var peer = connect();
        peer.send(send(session, "t001", "m001", "5-8/12", "", "efgh", '+'));
        peer.send(send(other, "t002", "m002", "1-*/*", "", "Hey", '+'));
        peer.send(send(session, "t003", "m001", "9-12/12", "", "ijkl", '$'));
        peer.send(send(other, "t004", "m002", "4-6/6", "", " you", '$').replace("4-6/6", "4-7/7"));
        peer.send(send(session, "t005", "m001", "1-6/12", "", "abcdEF", '+'));
        for (int i = 1; i <= 5; i++) {
            assertTrue(peer.read().startsWith("MSRP t00" + i + " 200"), "each chunk has its answer");
        }
        var whole = Set.of(next(WholeMessage.class).body().text(), next(WholeMessage.class).body().text());     // two sessions keep no order
        assertEquals(Set.of("Hey you", "abcdEFghijkl"), whole, "of octets that came twice the later ones count");
    }

    @Test
    @Proves("RFC7573-8-01")
    void chunksOfOneOctetComeTogether() throws Exception {
        var session = given(passive("s"));
        var peer = connect();
        for (int i = 1; i <= 300; i++) {
            peer.send(send(session, "t" + (1000 + i), "m001", i + "-" + i + "/300", "Failure-Report: no\r\n", String.valueOf((char) ('a' + i % 26)),
                    i == 300 ? '$' : '+'));
        }
        assertEquals(300, next(WholeMessage.class).body().length());
    }

    @Test
    @Proves("RFC7573-8-02")
    void whatItsSenderGivesUpIsNoMessage() throws Exception {
        var session = given(passive("s"));
        var peer = connect();
        peer.send(send(session, "t001", "m001", "1-*/9", "", "Where", '#'));
        assertEquals(200, peer.status());
        peer.send(send(session, "t002", "m002", "Hey"));
        assertEquals("Hey", next(WholeMessage.class).body().text());
    }

    @Test
    @Proves({"RFC7573-8-03", "RFC7573-8-06"})
    void aTotalOverTheLimitIsRefusedAtOnceAndTheRestDropped() throws Exception {
        var session = small();
        var peer = connect();
        peer.send(head(session, "t001", "m001", "1-*/99999999999"));
        assertTrue(peer.read().startsWith("MSRP t001 413 "), "before a body has come (M5)");
        peer.send("abc\r\n-------t001+\r\n");
        peer.send(send(session, "t002", "m001", "4-6/99999999999", "", "def", '+'));
        assertTrue(peer.read().startsWith("MSRP t002 413 "));
        peer.send(send(session, "t003", "m003", "Hey"));
        assertTrue(peer.read().startsWith("MSRP t003 200 "));
        assertEquals("Hey", next(WholeMessage.class).body().text());
    }

    @Test
    @Proves("RFC7573-8-06")
    void anEndlessMessageIsRefusedAsSoonAsItIsTooLong() throws Exception {
        var session = small();
        var peer = connect();
        peer.send(head(session, "t001", "m001", "1-*/*") + "x".repeat(101));
        assertTrue(peer.read().startsWith("MSRP t001 413 "), "without its end");
        peer.send("x".repeat(1000) + "\r\n-------t001$\r\n");
        peer.send(send(session, "t002", "m002", "Hey"));
        assertTrue(peer.read().startsWith("MSRP t002 200 "));
        assertEquals("Hey", next(WholeMessage.class).body().text());
    }

    @Test
    void whoGoesOnWithAnEndlessMessageLosesItsConnection() throws Exception {
        var settings = settings();
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), settings.egress(), true, settings.relay(),
                settings.timers(), new MsrpSettings.Limits(10, 10, 10, 10, 1000, 64 << 20, 16)));
        node.add(keeping());
        var session = small();
        var peer = connect();
        peer.send(head(session, "t001", "m001", "1-*/*") + "x".repeat(101));
        assertTrue(peer.read().startsWith("MSRP t001 413 "));
        var pump = new Thread(() -> {
            try {
                for (int i = 0; i < 1000; i++) {
                    peer.send("x".repeat(10_000));
                }
            } catch (java.io.IOException e) {
                assertTrue(peer.socket().isConnected());        // it is closed under us: that is what is waited for
            }
        });
        pump.start();
        assertTrue(peer.isClosed());
        pump.join();
    }

    @Test
    void unfinishedMessagesOfAllSessionsHaveALimitTogether() throws Exception {
        var settings = settings();
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), settings.egress(), true, settings.relay(),
                settings.timers(), new MsrpSettings.Limits(10, 10, 10, 10, 1000, 200, 16)));
        node.add(keeping());
        var one = given(passive("one"));
        var two = given(passive("two"));
        var peer = connect();
        assertEquals(200, peer.send(send(one, "t001", "m001", "1-150/*", "", "x".repeat(150), '+')).status());
        assertEquals(413, peer.send(send(two, "t002", "m002", "x".repeat(60))).status(), "each alone has a limit of its own (M5)");
        assertEquals(200, peer.send(send(two, "t003", "m003", "Hey")).status(), "and what has room comes");
        assertEquals("Hey", next(WholeMessage.class).body().text());
        give(new MsrpClose(one.session(), "BYE")).get(10, TimeUnit.SECONDS);
        assertEquals(200, peer.send(send(two, "t004", "m004", "x".repeat(200))).status(), "nothing is left of the other");
        assertEquals(200, next(WholeMessage.class).body().length());
    }

    @Test
    void at33MessagesInPiecesTheLastIsRefused() throws Exception {
        var session = given(passive("s"));
        var peer = connect();
        for (int i = 1; i <= 33; i++) {
            peer.send(send(session, "t" + (1000 + i), "m" + (1000 + i), "1-3/6", "", "abc", '+'));
            assertEquals(i <= 32 ? 200 : 413, peer.status(), "M5: " + i);
        }
    }

    @Test
    void anEndLineOfAnotherTransactionIsBody() throws Exception {
        var session = given(passive("s"));
        var peer = connect();
        var body = "one\r\n-------t002$\r\ntwo\r\n-------t001*\r\n-------t0011$\r\nthree";
        peer.send(send(session, "t001", "m001", body));
        assertEquals(200, peer.status());
        assertEquals(body, next(WholeMessage.class).body().text(), "M6");
    }

    @Test
    void aBodyWithOurEndLineGetsAnotherTransactionId() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        var body = "a\r\n-------stanza1$\r\nb";
        give(message(session, body, Reporting.NONE).withTransaction("stanza1")).get(10, TimeUnit.SECONDS);
        var text = peer.read();
        assertNotEquals("stanza1", RawPeer.transaction(text));
        assertEquals(body, RawPeer.body(text), "M6");
        give(message(session, "Hey", Reporting.NONE).withTransaction("stanza2")).get(10, TimeUnit.SECONDS);
        assertEquals("stanza2", RawPeer.transaction(peer.read()));
    }

    @Test
    void octetsBehindTheEndAre400() throws Exception {
        var session = given(passive("s"));
        var peer = connect();
        peer.send(send(session, "t001", "m001", "7-9/9", "", "xyz", '+'));
        assertEquals(200, peer.status());
        peer.send(send(session, "t002", "m001", "1-3/9", "", "abc", '$'));
        assertEquals(400, peer.status());
    }

    private MsrpSession small() throws Exception {
        var own = own("s");
        return given(session(own, peer(9, "ps"), false, AssemblyLimits.ofMessage(100)));
    }

    private static String head(MsrpSession session, String transaction, String messageId, String range) {
        var whole = send(session, transaction, messageId, range, "", "", '$');
        return whole.substring(0, whole.indexOf("\r\n\r\n") + 4);
    }
}
