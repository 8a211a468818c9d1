package org.stox.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.stox.camel.StoxStatus;
import org.stox.gateway.Gateway;
import org.stox.scenarios.peer.FakeServer;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Xml;
import org.stox.scenarios.peer.XmlStream;
import org.stox.scenarios.peer.XmppServer;
import org.stox.status.Status;
import org.stox.test.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two gateways in one process, each with ports, domains and peers of its own: neither notices the other. */
class SideBySideTest {

    private static final int EACH = 50;

    /** One gateway, and the two elements that it is between. */
    private static final class Side implements AutoCloseable {

        private final String domain;
        private final String users;
        private final int port = Ports.free();
        private final FakeServer server = new FakeServer();
        private final SipPeer sip = SipPeer.create();
        private final LinkedBlockingQueue<Xml> stanzas = new LinkedBlockingQueue<>();
        private final Gateway gateway;
        private final XmlStream stream;

        private Side(String domain, String users) {
            this.domain = domain;
            this.users = users;
            this.gateway = Gateway.of(List.of(Document.HOME.resolve("routes").resolve("gateway.yaml")), Map.of("stox.domain", domain,
                    "stox.xmpp.server", "127.0.0.1:" + server.port(), "stox.xmpp.secret", XmppServer.SECRET, "stox.xmpp.domains", users,
                    "stox.sip.listen", "127.0.0.1:" + port, "stox.sip.peer", "127.0.0.1:" + sip.port(),
                    "stox.state", "memory")).start();
            this.stream = server.open();
            stream.listen(xml -> {
                if (xml.name().equals("iq")) {
                    FakeServer.reflect(stream, xml);
                } else {
                    stanzas.add(xml);
                }
            });
        }

        private String stanza(String body) {
            return "<message type='chat' from='juliet@" + users + "/balcony' to='romeo@" + domain + "' id='" + body + "'><body>" + body
                    + "</body></message>";
        }

        private CompletableFuture<SipText> message(String body) {
            return sip.send(port, SipText.message("sip:romeo@" + domain, "sip:juliet@" + users, body));
        }

        private List<Status> status() {
            return StoxStatus.of(gateway.context());
        }

        @Override
        public void close() {
            gateway.close();
            stream.close();
            server.close();
            sip.close();
        }
    }

    private static TreeSet<String> texts(Side side, String way) {
        return IntStream.range(0, EACH).mapToObj(i -> side.domain + "-" + way + "-" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachHasItsOwnMessagesAndTheStopOfOneIsNothingToTheOther() throws Exception {
        try (var two = new Side("phones.example.org", "example.org")) {
            try (var one = new Side("sip.example.com", "example.com")) {
                var answers = new ArrayList<CompletableFuture<SipText>>();
                for (int i = 0; i < EACH; i++) {
                    for (var side : List.of(one, two)) {
                        side.stream.send(side.stanza(side.domain + "-x2s-" + i));
                        answers.add(side.message(side.domain + "-s2x-" + i));
                    }
                }
                for (var answer : answers) {
                    assertEquals(200, SipPeer.await(answer).status());
                }
                for (var side : List.of(one, two)) {
                    arrived(side);
                    assertEquals(5, side.status().stream().filter(Status::up).count(), () -> side.status().toString());
                }
            }
            two.stream.send(two.stanza("goes on"));
            two.sip.hears("goes on");
            assertEquals(200, SipPeer.await(two.message("as well")).status());
            assertTrue(two.status().stream().allMatch(Status::up), () -> two.status().toString());
        }
    }

    /** All of its own, and nothing else. */
    private static void arrived(Side side) throws InterruptedException {
        var heard = new TreeSet<String>();
        var read = new TreeSet<String>();
        for (int i = 0; i < EACH; i++) {
            var request = side.sip.poll(r -> r.method().equals("MESSAGE"), Duration.ofSeconds(30)).orElseThrow();
            assertEquals("sip:romeo@" + side.domain, request.target());
            heard.add(request.body());
            var stanza = side.stanzas.poll(30, TimeUnit.SECONDS);
            assertEquals("juliet@" + side.users, stanza.attribute("to"));
            read.add(stanza.text("body"));
        }
        assertEquals(texts(side, "x2s"), heard);
        assertEquals(texts(side, "s2x"), read);
    }
}
