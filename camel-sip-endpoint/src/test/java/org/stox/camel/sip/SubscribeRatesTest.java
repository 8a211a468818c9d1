package org.stox.camel.sip;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** G13 to G15 of the attacks, at the door: floods of subscriptions, and polls. */
@Timeout(60)
class SubscribeRatesTest {

    private final AtomicLong now = new AtomicLong();
    private final SubscribeRates rates = new SubscribeRates(5, 1, now::get);

    private static SipRequest subscribe(String from, String to, int expires) {
        return new SipRequest("SUBSCRIBE", SipUri.of(to, "example.com"), List.of(new SipHeader("From", "<sip:" + from + "@example.net>;tag=1"),
                new SipHeader("To", "<sip:" + to + "@example.com>"), new SipHeader("Expires", String.valueOf(expires))), Octets.NONE);
    }

    private long allowed(int count, String from, int expires) {
        return IntStream.range(0, count).filter(i -> rates.allows(subscribe(from, "user" + i, expires))).count();
    }

    @Test
    void aSenderMayBeginFiveHundredAtOnceAndFiveInASecondFromThenOn() {
        assertEquals(500, allowed(100_000, "romeo", 3600));
        assertTrue(rates.allows(subscribe("benvolio", "juliet", 3600)));
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertEquals(10, allowed(100, "romeo", 3600));
    }

    @Test
    void aUserMayBePolledOnceASecond() {
        assertEquals(5, IntStream.range(0, 1000).filter(i -> rates.allows(subscribe("romeo", "juliet", 0))).count());
        assertTrue(rates.allows(subscribe("romeo", "nurse", 0)));
        assertTrue(rates.allows(subscribe("romeo", "juliet", 600)));
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertEquals(1, IntStream.range(0, 10).filter(i -> rates.allows(subscribe("romeo", "juliet", 0))).count());
    }

    @Test
    void whatBelongsToADialogIsNeverHeldUp() {
        allowed(1000, "romeo", 0);
        var refresh = subscribe("romeo", "juliet", 0).with("To", "<sip:juliet@example.com>;tag=g");
        assertTrue(rates.allows(refresh));
        assertTrue(rates.allows(new SipRequest("NOTIFY", refresh.uri(), refresh.headers(), Octets.NONE)));
    }

    @Test
    void manySendersTakeNoMoreRoomThanSome() {
        for (int i = 0; i < 100_000; i++) {
            assertTrue(rates.allows(subscribe("romeo" + i, "juliet", 3600)));
        }
        var unlimited = new SubscribeRates(0, 0, now::get);
        for (int i = 0; i < 1000; i++) {
            assertTrue(unlimited.allows(subscribe("romeo", "juliet", 0)));
        }
    }

    @Test
    void tooManyAreAnswered503WithATimeAndReachNoRoute() throws Exception {
        var seen = new AtomicLong();
        try (var bed = new TestBed().consumer("pollRate=1", e -> seen.incrementAndGet()).start(); var peer = new UdpPeer()) {
            int refused = 0;
            for (int i = 0; i < 50; i++) {
                peer.send(Messages.request("SUBSCRIBE", "UDP", peer.port(), Messages.branch(), "Event: presence\r\nExpires: 0\r\n", ""), bed.port);
                String answer = peer.receive();
                if (Messages.status(answer) == 503) {
                    assertFalse(Messages.header(answer, "Retry-After").isEmpty());
                    refused++;
                }
            }
            assertTrue(refused > 0, "no poll was refused");
            assertEquals(50 - refused, seen.get());
            assertEquals(refused, bed.component.dropped("rate"));
        }
    }
}
