package org.stox.protocol.sip;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.address.SipUri;
import org.stox.protocol.sip.SubscriptionState.State;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SubscriptionStateTest {

    @ParameterizedTest
    @ValueSource(strings = {"active;expires=499", "pending;expires=0", "terminated;reason=rejected", "terminated;reason=probation;retry-after=60"})
    void whatIsReadIsWrittenAgain(String value) {
        assertEquals(value, SubscriptionState.read(value).toString());
    }

    @Test
    void caseAndSpaceDoNotMatter() {
        assertEquals(SubscriptionState.terminated("timeout"), SubscriptionState.read("Terminated ; Reason = TimeOut;x=\"y\""));
        assertEquals(State.PENDING, SubscriptionState.read("waiting").state());
        assertEquals(Optional.empty(), SubscriptionState.read("active;expires=soon").expires());
        assertThrows(SipSyntaxException.class, () -> SubscriptionState.read(";expires=1"));
        assertEquals(Optional.of(Integer.MAX_VALUE), SubscriptionState.read("active;expires=99999999999999999999").expires());
    }

    @Test
    void eventsMatchByTypeAndId() {
        assertTrue(EventHeader.read("presence").matches(EventHeader.read("presence ; x=1")));
        assertTrue(EventHeader.read("presence;id=7").matches(EventHeader.read("presence;ID=7")));
        assertFalse(EventHeader.read("presence;id=7").matches(EventHeader.of("presence")));
        assertFalse(EventHeader.read("Presence").matches(EventHeader.of("presence")));
        assertEquals("presence;id=7", EventHeader.read("presence;id=7").toString());
        assertThrows(SipSyntaxException.class, () -> EventHeader.read(""));
    }

    @Test
    void aSubscriptionHasLessLeftWithTime() {
        var now = Instant.ofEpochSecond(1000);
        var subscription = new Subscription(SipDialog.begin("c", SipUri.of("a", "b"), "t", SipUri.of("c", "d")), "presence", now.plusSeconds(60));
        assertEquals(60, subscription.left(now));
        assertEquals(0, subscription.left(now.plusSeconds(61)));
        var request = subscription.next().subscribe(60, new SipHeader("Accept", "application/pidf+xml"));
        assertEquals(Optional.of("60"), request.header("Expires"));
        assertEquals(Optional.of("presence"), request.header("Event"));
    }
}
