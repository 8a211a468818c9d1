package org.stox.scenarios;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.stox.scenarios.crowd.Pace;
import org.stox.scenarios.crowd.Phones;
import org.stox.scenarios.crowd.Users;
import org.stox.scenarios.crowd.Views;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The gateway is killed with signal 9 while many pairs of users watch each other, and started again: what was granted still is, each
 * watcher sees what is true, and nobody is asked or told anything twice.
 */
class KilledWithPresenceTest {

    /** Of each direction; more by {@code -Dstox.crowd=10000}. */
    private static final int PAIRS = Integer.getInteger("stox.crowd", 500);
    private static final int BEGIN_RATE = Math.max(100, PAIRS / 50);
    private static final int CHANGE_RATE = 50;
    private static final int BEFORE_THE_KILL = 3 * CHANGE_RATE;
    private static final Duration RIGHT_AGAIN = Duration.ofSeconds(120);
    /** What one side is hit by at most. */
    private static final int MOST = 500;

    private final Views toSip = new Views(PAIRS);
    private final Views toXmpp = new Views(PAIRS);
    private final Users users = new Users(XmppServer.SECOND, XmppServer.GATEWAY, toSip, toXmpp);

    @Test
    void allThatWasGrantedIsThereAndAllThatIsSeenIsTrue() {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        try (var server = new Prosody(); var phones = new Phones(XmppServer.GATEWAY, XmppServer.SECOND, toSip, toXmpp);
                var gateway = new GatewayProcess(server.componentPort(), phones.port())) {
            server.start();
            phones.calls(gateway.port());
            gateway.start();
            server.awaitGateway(0);
            try (var component = XmppPeer.connect(server)) {
                users.on(component.stream());
                component.listen(users::stanza);
                begin(phones);
                kill(server, gateway, phones);
                allIsAsItWas(phones);
                allGoesOn(phones);
            }
        }
    }

    private void begin(Phones phones) {
        Pace.of(BEGIN_RATE, PAIRS, pair -> {
            phones.subscribe(pair);
            users.subscribe(pair);
        });
        areRight("at the begin", Duration.ofSeconds(60));
        phones.rate().reset();
        users.rate().reset();
    }

    private void kill(Prosody server, GatewayProcess gateway, Phones phones) {
        int mark = server.process().mark();
        try (var changes = new Pace(CHANGE_RATE, Integer.MAX_VALUE, number -> change(phones, number))) {
            Pace.of(CHANGE_RATE, BEFORE_THE_KILL, number -> { });
            gateway.process().kill();
            Pace.of(CHANGE_RATE, CHANGE_RATE, number -> { });
        }
        phones.rate().reset();
        users.rate().reset();
        long start = System.nanoTime();
        gateway.start();
        server.awaitGateway(mark);
        areRight("after the start", RIGHT_AGAIN);
        System.out.printf("KilledWithPresenceTest: %d pairs each way, all views right %.1f s after the start%n", PAIRS,
                (System.nanoTime() - start) / 1e9);
    }

    private void change(Phones phones, int number) {
        int pair = (int) (number * 7919L % PAIRS);
        phones.show(pair, "changed " + number);
        users.show(pair, "changed " + number);
    }

    private void allIsAsItWas(Phones phones) {
        System.out.printf("KilledWithPresenceTest: SIP got %d requests, at most %d in a second; XMPP %d, at most %d%n", phones.rate().all(),
                phones.rate().busiestSecond(), users.rate().all(), users.rate().busiestSecond());
        assertTrue(phones.rate().busiestSecond() <= MOST, "requests a second to SIP: " + phones.rate().busiestSecond());
        assertTrue(users.rate().busiestSecond() <= MOST, "requests a second to XMPP: " + users.rate().busiestSecond());
    }

    /** Another text of each: every authorization and every dialog is there. */
    private void allGoesOn(Phones phones) {
        Pace.of(BEGIN_RATE, PAIRS, pair -> {
            phones.show(pair, "last");
            users.show(pair, "last");
        });
        areRight("at the end", Duration.ofSeconds(60));
        assertEquals(0, users.notSubscribedOnce(), "users who were told other than once that they may see their phone");
        assertEquals(0, users.notAskedOnce(), "contacts who were asked other than once");
        assertEquals(0, users.unsubscribed(), "users who were told that they may not see their phone");
        assertEquals(0, phones.notBegunOnce(), "phones that were subscribed to other than once");
        assertEquals(0, phones.ended(), "dialogs that were ended");
        assertEquals(0, phones.unanswered(), "requests of phones without an answer");
    }

    private void areRight(String when, Duration atMost) {
        assertTrue(toSip.right(atMost), () -> when + ": " + toSip.wrong() + " phones have a wrong view, " + toSip.examples());
        assertTrue(toXmpp.right(atMost), () -> when + ": " + toXmpp.wrong() + " users have a wrong view, " + toXmpp.examples());
    }
}
