package org.stox.camel.sip;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Subscription;
import org.stox.protocol.sip.SubscriptionState;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** SUBSCRIBE and NOTIFY over the wire, both ways (RFC 6665): what the endpoint adds to a dialog, and what it leaves as it is. */
@Timeout(60)
class EventMethodsTest {

    private static final String ROUTES = "Record-Route: <sip:p2.example.net;lr>, <sip:p1.example.net;lr>\r\n"
            + "Record-Route: <sip:p0.example.net;lr;x=y>\r\n";

    private static String request(UdpPeer peer, String method, String more) {
        return Messages.request(method, "UDP", peer.port(), Messages.branch(), more, "");
    }

    private static String ask(TestBed bed, UdpPeer peer, String request) throws Exception {
        peer.send(request, bed.port);
        return peer.receive();
    }

    /** RFC 3261 §12.1.1, RFC 6665 §4.2.1.1; a SUBSCRIBE is never answered 202 (RFC 6665 §8.3.1). */
    @Test
    void aSubscribeThatARouteJustAcceptsIsAnsweredAsTheBeginOfADialog() throws Exception {
        try (var bed = new TestBed().options(o -> o.setAccepted(202)).consumer("", e -> { }).start(); var peer = new UdpPeer()) {
            String answer = ask(bed, peer, request(peer, "SUBSCRIBE", "Event: presence\r\nExpires: 600\r\n" + ROUTES));
            assertEquals(200, Messages.status(answer));
            assertEquals("<sip:127.0.0.1:" + bed.port + ">", Messages.header(answer, "Contact"));
            assertEquals("600", Messages.header(answer, "Expires"));
            assertTrue(answer.contains(ROUTES), answer);
            String notified = ask(bed, peer, request(peer, "NOTIFY", "o: presence;id=7\r\nSubscription-State: active\r\n" + ROUTES));
            assertEquals(200, Messages.status(notified));
            assertTrue(notified.contains(ROUTES), notified);
            assertEquals(202, Messages.status(ask(bed, peer, request(peer, "MESSAGE", ""))));
        }
    }

    @Test
    void whatTheRouteSaysIsKeptAndTheRecordedRouteIsThereOnce() throws Exception {
        try (var bed = new TestBed().consumer("", e -> e.getMessage().setBody(new SipResponse(200, "OK", List.of(
                new SipHeader("Record-Route", "<sip:made-up>"), new SipHeader("Contact", "<sip:juliet@192.0.2.1>"),
                new SipHeader("Expires", "60")), Octets.NONE))).start(); var peer = new UdpPeer()) {
            String answer = ask(bed, peer, request(peer, "SUBSCRIBE", "Event: presence\r\nExpires: 600\r\n" + ROUTES));
            assertEquals("<sip:juliet@192.0.2.1>", Messages.header(answer, "Contact"));
            assertEquals("60", Messages.header(answer, "Expires"));
            assertEquals(2, answer.split("Record-Route", -1).length - 1, answer);
        }
    }

    @Test
    void aRefusalHasNoRouteAndNoContactAndSaysWhatThePeerNeeds() throws Exception {
        try (var bed = new TestBed().consumer("", e -> {
            throw Refusal.sip(423, "Interval Too Brief", new SipHeader("Min-Expires", "60"));
        }).start(); var peer = new UdpPeer()) {
            String answer = ask(bed, peer, request(peer, "SUBSCRIBE", "Event: presence\r\nExpires: 1\r\n" + ROUTES));
            assertEquals(423, Messages.status(answer));
            assertEquals("60", Messages.header(answer, "Min-Expires"));
            assertEquals("", Messages.header(answer, "Record-Route") + Messages.header(answer, "Contact"));
        }
    }

    @Test
    void optionsAnd489NameTheEventsOfAllRoutes() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).consumer("methods=PUBLISH&event=dialog", e -> { }).start();
                var peer = new UdpPeer()) {
            String options = ask(bed, peer, request(peer, "OPTIONS", ""));
            assertEquals("MESSAGE, SUBSCRIBE, NOTIFY, PUBLISH, OPTIONS", Messages.header(options, "Allow"));
            assertEquals("presence, dialog", Messages.header(options, "Allow-Events"));
            assertTrue(Messages.header(options, "Accept").endsWith("application/pidf+xml"), options);
            for (var event : List.of("Event: dialog\r\n", "Event: message-summary\r\n", "")) {
                String refused = ask(bed, peer, request(peer, "SUBSCRIBE", event));
                assertEquals(489, Messages.status(refused), event);
                assertEquals("presence, dialog", Messages.header(refused, "Allow-Events"));
            }
            assertEquals(400, Messages.status(ask(bed, peer, request(peer, "SUBSCRIBE", "Event: presence\r\nEvent: dialog\r\n"))));
            assertEquals(400, Messages.status(ask(bed, peer, request(peer, "SUBSCRIBE", "Event: <presence>\r\n"))));
        }
    }

    @Test
    void twoRoutesForOneEventAreRefusedAndForTwoTheyAreNot() throws Exception {
        try (var bed = new TestBed().consumer("methods=SUBSCRIBE,NOTIFY", e -> { })
                .consumer("methods=NOTIFY&event=dialog,presence", e -> { })) {
            Throwable thrown = assertThrows(Exception.class, bed::start);
            while (thrown.getCause() != null) {
                thrown = thrown.getCause();
            }
            assertTrue(thrown.getMessage().contains("has two routes that take NOTIFY"), thrown.getMessage());
        }
        try (var bed = new TestBed().consumer("methods=SUBSCRIBE,NOTIFY", e -> { }).consumer("methods=NOTIFY&event=dialog", e -> { })) {
            assertTrue(bed.start().context.isStarted());
        }
    }

    /** One that overtakes another makes it one with a lower number. */
    @Test
    void requestsOfOneDialogBeginTheirRouteInTheOrderOfTheirArrival() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var bed = new TestBed().consumer("", e -> {
            var request = e.getMessage().getBody(SipRequest.class);
            Thread.yield();
            seen.add(request.header("CSeq").orElseThrow());
        }).start(); var peer = new UdpPeer()) {
            String call = Messages.branch();
            for (int i = 1; i <= 200; i++) {
                peer.send(request(peer, "NOTIFY", "Event: presence\r\nSubscription-State: active\r\n").replaceFirst("Call-ID: .*\r\n",
                        "Call-ID: " + call + "\r\n").replace("CSeq: 1 ", "CSeq: " + i + " "), bed.port);
            }
            for (int i = 1; i <= 200; i++) {
                assertEquals(i + " NOTIFY", seen.poll(20, TimeUnit.SECONDS));
            }
        }
    }

    private static SipDialog dialog() {
        return new SipDialog("c-1", "<sip:juliet@example.com>", "ours", "\"Romeo\" <sip:romeo@example.net>", Optional.of("theirs"), 7,
                Optional.empty(), "sip:romeo@192.0.2.9:5062;transport=tcp;gr=a",
                List.of("<sip:p1.example.net;lr;x=%41>", "<sip:p2.example.net:5090;lr>"));
    }

    private static SipRequest notify(SipDialog dialog, String text) {
        return new Subscription(dialog, "presence;id=4", Instant.EPOCH)
                .notify(SubscriptionState.active(60), Octets.utf8(text), new SipHeader("Content-Type", "application/pidf+xml"),
                        new SipHeader("Contact", "<sip:juliet@127.0.0.1;gr=Balcony>"));
    }

    @Test
    void aRequestWithinADialogLeavesAsTheDialogHasIt() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var done = bed.send(notify(dialog(), "<presence/>"));
            String sent = peer.receive();
            var lines = new ArrayList<>(List.of(sent.split("\r\n\r\n")[0].split("\r\n")));
            assertTrue(lines.remove(1).startsWith("Via: SIP/2.0/UDP 127.0.0.1:" + bed.port), sent);
            assertEquals(List.of("NOTIFY sip:romeo@192.0.2.9:5062;transport=tcp;gr=a SIP/2.0",
                    "Max-Forwards: 70",
                    "Route: <sip:p1.example.net;lr;x=%41>",
                    "Route: <sip:p2.example.net:5090;lr>",
                    "From: <sip:juliet@example.com>;tag=ours",
                    "To: \"Romeo\" <sip:romeo@example.net>;tag=theirs",
                    "Call-ID: c-1",
                    "CSeq: 7 NOTIFY",
                    "Event: presence;id=4",
                    "Subscription-State: active;expires=60",
                    "Content-Type: application/pidf+xml",
                    "Contact: <sip:juliet@127.0.0.1;gr=Balcony>",
                    "Content-Length: 11"), lines);
            peer.send(Messages.answer(sent, 200, "OK", "X-More: kept\r\n"), bed.port);
            var response = done.get(20, TimeUnit.SECONDS).getMessage().getBody(SipResponse.class);
            assertEquals(Optional.of("kept"), response.header("X-More"));
            assertEquals(Optional.empty(), response.header("Via"));
        }
    }

    private static Refusal.Reason refused(Exchange exchange) {
        return assertInstanceOf(Refusal.class, exchange.getException()).reason();
    }

    private static List<String> values(Refusal.Reason reason) {
        return reason.headers().stream().map(h -> h.name() + ' ' + h.value()).toList();
    }

    @Test
    void whatThePeerSaysWithItsRefusalReachesTheSender() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            for (var row : List.of(List.of("423", "Min-Expires 7200"), List.of("503", "Retry-After 30"), List.of("489", "Allow-Events dialog"),
                    List.of("481", ""), List.of("603", ""))) {
                var done = bed.send(dialog().next().request("SUBSCRIBE", List.of(new SipHeader("Event", "presence")), Octets.NONE));
                String said = row.get(1).isEmpty() ? "" : row.get(1).replace(" ", ": ") + "\r\n";
                peer.send(Messages.answer(peer.receive(), Integer.parseInt(row.get(0)), "No", said), bed.port);
                var reason = refused(done.get(20, TimeUnit.SECONDS));
                assertEquals(Integer.parseInt(row.get(0)), reason.status().getAsInt());
                assertEquals(row.get(1).isEmpty() ? List.of() : List.of(row.get(1)), values(reason));
            }
            var moved = bed.send(dialog().next().request("SUBSCRIBE", List.of(new SipHeader("Event", "presence")), Octets.NONE));
            peer.send(Messages.answer(peer.receive(), 302, "Moved", "Contact: <sip:romeo@home.example>\r\n"), bed.port);
            assertEquals(List.of("sip:romeo@home.example"), refused(moved.get(20, TimeUnit.SECONDS)).contacts());
        }
    }

    @Test
    void silenceIs408() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var done = bed.send(notify(dialog(), ""));
            assertEquals(408, refused(done.get(30, TimeUnit.SECONDS)).status().getAsInt());
            assertEquals(List.of(), values(refused(done.get())));
        }
    }

    /** A NOTIFY waits for no other, and none overtakes another. */
    @Test
    void severalOfOneDialogAreOutAtOnceInTheirOrder() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(Duration.ofSeconds(2)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            var ends = new ArrayList<CompletableFuture<Exchange>>();
            var dialog = dialog();
            for (int i = 0; i < 20; i++) {
                dialog = dialog.next();
                ends.add(bed.send(notify(dialog, "x")));
                assertEquals(8 + i + " NOTIFY", Messages.header(peer.receive(), "CSeq"), "while those before wait for their answer");
            }
            assertTrue(ends.stream().noneMatch(CompletableFuture::isDone));
        }
    }

    /** RFC 6665 §4.5.2 and 5.4.9: the first final response ends the request; what other forks say is not taken for it. */
    @Test
    void ofTheAnswersOfAForkTheFirstCounts() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var done = bed.send(dialog().next().request("SUBSCRIBE", List.of(new SipHeader("Event", "presence")), Octets.NONE));
            String sent = peer.receive();
            peer.send(Messages.answer(sent, 200, "OK", "Contact: <sip:one@192.0.2.1>\r\n"), bed.port);
            peer.send(Messages.answer(sent, 200, "OK", "Contact: <sip:two@192.0.2.1>\r\n"), bed.port);
            assertEquals("<sip:one@192.0.2.1>",
                    done.get(20, TimeUnit.SECONDS).getMessage().getBody(SipResponse.class).header("Contact").orElseThrow());
            var next = bed.send(dialog().next().next().request("SUBSCRIBE", List.of(new SipHeader("Event", "presence")), Octets.NONE));
            peer.send(Messages.answer(peer.receive(), 200, "OK", "Contact: <sip:three@192.0.2.1>\r\n"), bed.port);
            assertEquals("<sip:three@192.0.2.1>",
                    next.get(20, TimeUnit.SECONDS).getMessage().getBody(SipResponse.class).header("Contact").orElseThrow());
        }
    }

    /** RFC 3261 §18.1.1; a MESSAGE of that size is refused before (RFC 3428 §8), a NOTIFY is not. */
    @Test
    void aLargeNotifyGoesByTcp() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().producer("peer=127.0.0.1:" + server.getLocalPort()).start()) {
            bed.send(notify(dialog(), "x".repeat(5_000)));
            try (var connection = server.accept()) {
                var head = new String(connection.getInputStream().readNBytes(200), StandardCharsets.US_ASCII);
                assertTrue(head.startsWith("NOTIFY ") && head.contains("Via: SIP/2.0/TCP "), head);
            }
        }
    }

    @Test
    void aSubscriptionToAPresenceAddressIsTaken() throws Exception {
        var seen = new LinkedBlockingQueue<SipRequest>();
        try (var bed = new TestBed().consumer("", e -> seen.add(e.getMessage().getBody(SipRequest.class))).start(); var peer = new UdpPeer()) {
            String subscribe = request(peer, "SUBSCRIBE", "Event: presence\r\n").replace("SUBSCRIBE sip:", "SUBSCRIBE pres:");
            assertEquals(200, Messages.status(ask(bed, peer, subscribe)));
            assertEquals(SipUri.Scheme.PRES, ((SipUri) seen.take().uri()).scheme());
        }
    }
}
