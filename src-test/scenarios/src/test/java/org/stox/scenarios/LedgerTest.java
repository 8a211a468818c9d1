package org.stox.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.stox.gateway.Gateway;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * 2,000 messages each way while something breaks, and a book of what everybody was told: a SIP sender who got 2xx was not lied to,
 * and an XMPP sender either reached the SIP side or was told that he did not.
 */
@Execution(ExecutionMode.CONCURRENT)
class LedgerTest {

    private static final int COUNT = 2000;

    private final Ledger ledger = new Ledger();
    private final Prosody server = new Prosody();
    private final SipPeer phones = SipPeer.create();
    private final SipPeer peer = SipPeer.create();
    private volatile XmppPeer component;
    private final CountDownLatch connected = new CountDownLatch(1);
    private volatile boolean over;

    @Test
    void whileProsodyIsRestartedTwice() throws Exception {
        play(10, sent -> {
            for (long at : List.of(COUNT / 3, 2 * COUNT / 3)) {
                sent.awaitLeft(COUNT - at);
                server.stop();
                server.start();
            }
        });
    }

    @Test
    void whileTheSipPeerIsStoppedForFortySeconds() throws Exception {
        play(35, sent -> {
            sent.awaitLeft(COUNT - COUNT / 8);
            peer.stop();
            new CountDownLatch(1).await(40, TimeUnit.SECONDS);
            peer.open();
        });
    }

    /** What happens meanwhile. */
    private interface Disturbance {

        void happen(Progress sent) throws InterruptedException;
    }

    /** How much there still is to send. */
    private static final class Progress {

        private long left = COUNT;

        synchronized void sentOne() {
            left--;
            notifyAll();
        }

        synchronized void awaitLeft(long count) throws InterruptedException {
            while (left > count) {
                wait(1000);
            }
        }
    }

    private void play(int millisBetween, Disturbance disturbance) throws Exception {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        server.start();
        var settings = new GatewayProcess(server.componentPort(), peer.port());
        var timer = Executors.newScheduledThreadPool(2);
        try (var gateway = Gateway.of(List.of(Path.of("../../routes/gateway.yaml")), settings.settings()).tap(ledger)) {
            gateway.start();
            server.awaitGateway(0);
            // the last digit 0 is busy, so that errors come back at any time
            peer.answers(request -> Optional.of(request.target().matches("sip:romeo\\d*0@.*")
                    ? request.answer(486, "Busy Here") : request.answer(200, "OK")));
            var reconnecting = new Thread(this::stayConnected, "ledger-component");
            reconnecting.start();
            connected.await();

            var fromSip = new Progress();
            var fromXmpp = new Progress();
            var s2x = new ArrayList<>(texts("s2x "));
            var x2s = new ArrayList<>(texts("x2s "));
            timer.scheduleAtFixedRate(() -> sipSends(settings.port(), s2x, fromSip), 0, millisBetween, TimeUnit.MILLISECONDS);
            timer.scheduleAtFixedRate(() -> xmppSends(x2s, fromXmpp), 0, millisBetween, TimeUnit.MILLISECONDS);
            disturbance.happen(fromSip);
            fromSip.awaitLeft(0);
            fromXmpp.awaitLeft(0);
            component.send("<message id='end' from='juliet@" + XmppServer.SECOND + "' to='romeo@sip.example.com'>"
                    + "<body>end</body></message>");
            ledger.awaitOutcomes(COUNT, "end", 75);
            System.out.println("ledger: " + ledger);
            ledger.sipToXmppHolds(texts("s2x "));
            ledger.xmppToSipHolds();
            over = true;
            component.close();
            reconnecting.join();
        } finally {
            over = true;
            timer.shutdownNow();
            phones.close();
            peer.close();
            server.close();
        }
    }

    private static Set<String> texts(String prefix) {
        return IntStream.range(0, COUNT).mapToObj(i -> prefix + i).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void sipSends(int gateway, List<String> texts, Progress progress) {
        if (texts.isEmpty()) {
            return;
        }
        String text = texts.remove(0);
        String to = "sip:juliet" + texts.size() % 100 + "@" + XmppServer.SECOND;
        phones.send(gateway, SipText.message("sip:romeo@sip.example.com", to, text))
                .thenAccept(response -> ledger.answered(text, response.status()));
        progress.sentOne();
    }

    /** Only while it is connected: what it writes to a broken stream is the server's loss, not the gateway's. */
    private void xmppSends(List<String> texts, Progress progress) {
        var now = component;
        if (texts.isEmpty() || !now.stream().open()) {
            return;
        }
        String text = texts.get(0);
        try {
            now.send("<message id='" + text + "' from='juliet" + texts.size() % 100 + "@" + XmppServer.SECOND
                    + "' to='romeo" + texts.size() % 100 + "@sip.example.com'><body>" + text + "</body></message>");
        } catch (UncheckedIOException e) {
            return;
        }
        texts.remove(0);
        progress.sentOne();
    }

    /** The second component comes back as soon as the server does. */
    private void stayConnected() {
        while (!over) {
            try {
                component = XmppPeer.connect(server.componentPort(), XmppServer.SECOND);
                component.listen(ledger::component);
                connected.countDown();
                component.stream().ended(Duration.ofHours(1));
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }
}
