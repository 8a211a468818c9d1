package org.stox.service.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.stox.protocol.sip.OwnAddress;
import org.stox.protocol.sip.SipRequest;
import org.stox.service.presence.PresencePolicy.Watchers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code stox.presence.watchers=allow}: a SIP user who has no authorization is let in without a question. */
class AllowedWatchersTest {

    private static final String PROBE = "<presence from='romeo@example.net' to='juliet@example.com' type='probe'/>";

    private final Stage stage = new Stage();
    private final SipRequest subscribe = SipPlayer.subscribe("c1", "");

    private static PresencePolicy policy(Watchers watchers) {
        return new PresencePolicy(3600, 60, Duration.ofSeconds(5), Duration.ofSeconds(30), 500, watchers, OwnAddress.NONE);
    }

    @BeforeEach
    void allow() {
        stage.policy(policy(Watchers.ALLOW));
    }

    private void assertState(String state) {
        assertEquals(Optional.of(state), stage.sip.remove().header("Subscription-State"));
    }

    private void comes(String attributes, String content) {
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' " + attributes + ">" + content + "</presence>");
    }

    @Test
    void theServerIsProbedAndNobodyAsked() {
        stage.sip(subscribe);
        assertEquals(200, stage.replies.remove().status());
        assertState("active;expires=3600");
        assertEquals(List.of(PROBE), stage.stanzas());
        stage.xmpp("<presence from='juliet@example.com/balcony' to='romeo@example.net'><show>away</show></presence>");
        assertTrue(stage.sip.remove().body().text().contains("away"));
    }

    @Test
    void whatTheServerDoesNotGiveIsRejected() {
        stage.sip(subscribe);
        stage.sip.clear();
        comes("type='unsubscribed'", "");
        assertState("terminated;reason=rejected");
        assertEquals(0, stage.sessions());
    }

    @Test
    void aContactThatThereIsNotLeavesNothingBehind() {
        stage.sip(subscribe);
        stage.sip.clear();
        stage.stanzas();
        comes("type='error' id='watch-1'", "<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
        assertState("terminated;reason=noresource");
        assertEquals(0, stage.sessions());
    }

    @Test
    void aServerThatIsAwayEndsNothing() {
        stage.sip(subscribe);
        stage.sip.clear();
        comes("type='error' id='watch-1'", "<error type='wait'><remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
        assertEquals(0, stage.sip.size());
        assertEquals(1, stage.sessions());
    }

    @Test
    void whoWaitsSinceNobodyWasAllowedIsLetInWithTheNextOne() {
        stage.policy(policy(Watchers.ASK));
        stage.sip(subscribe);
        assertState("pending;expires=3600");
        stage.stanzas();
        stage.policy(policy(Watchers.ALLOW));
        stage.sip(SipPlayer.subscribe("c2", ""));
        assertState("active;expires=3600");
        assertState("active;expires=3600");
        assertTrue(stage.stanzas().stream().allMatch(PROBE::equals));
    }
}
