package org.stox.scenarios;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.stox.scenarios.crowd.ChatPhones;
import org.stox.scenarios.crowd.ChatUsers;
import org.stox.scenarios.crowd.Pace;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The gateway is killed with signal 9 while many chats are open, and started again: each phone's session is ended by BYE, each user is told that
 * his is over, and the next message of each opens a new one at once.
 */
class KilledWithChatsTest {

    /** More by {@code -Dstox.chats=1000}. */
    private static final int CHATS = Integer.getInteger("stox.chats", 200);
    private static final int RATE = Math.max(20, CHATS / 10);
    private static final Duration MOST = Duration.ofSeconds(120);
    private static final int LOOK_MILLIS = 20;

    private final Set<String> onPhones = ConcurrentHashMap.newKeySet();
    private final Set<String> onUsers = ConcurrentHashMap.newKeySet();
    private final ChatUsers users = new ChatUsers(XmppServer.SECOND, XmppServer.GATEWAY, (number, text) -> onUsers.add(number + " " + text));

    @Test
    @Proves({"RFC7573-4-28", "RFC7573-6.1-06"})
    void afterAKillEachSideKnowsThatTheChatsAreOverAndTheNextMessageOpensANewOne() {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        try (var server = new Prosody(); var phones = new ChatPhones((number, text) -> onPhones.add(number + " " + text));
                var gateway = new GatewayProcess(server.componentPort(), phones.port())) {
            server.start();
            gateway.with("stox.chat", "msrp").start();
            server.awaitGateway(0);
            try (var component = XmppPeer.connect(server)) {
                users.on(component.stream());
                component.listen(users::stanza);
                all(phones, "first");
                assertEquals(CHATS, phones.begun());
                int mark = server.process().mark();
                gateway.process().kill();
                gateway.start();
                server.awaitGateway(mark);
                await("sessions ended", phones::ended);
                await("users told", users::gone);
                all(phones, "next");
                assertEquals(2 * CHATS, phones.begun());
                assertEquals(0, users.errors());
            }
        }
    }

    /** Each user sends a text, in a session that is there or is begun by it, and each phone one back. */
    private void all(ChatPhones phones, String text) {
        Pace.of(RATE, CHATS, number -> users.send(number, text));
        await(text + " on phones", () -> (int) onPhones.stream().filter(t -> t.endsWith(text)).count());
        Pace.of(RATE, CHATS, number -> assertTrue(phones.send(number, text)));
        await(text + " at users", () -> (int) onUsers.stream().filter(t -> t.endsWith(text)).count());
    }

    private void await(String what, Count count) {
        long end = System.nanoTime() + MOST.toNanos();
        try {
            synchronized (this) {
                while (count.now() < CHATS && System.nanoTime() < end) {
                    TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertTrue(count.now() >= CHATS, () -> what + ": " + count.now() + " of " + CHATS);
    }

    private interface Count {

        int now();
    }
}
