package org.stox.scenarios;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.scenarios.peer.AttackedEndpoint;
import org.stox.scenarios.peer.CutConnection;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A stanza that nothing follows arrives, however long it is and wherever the network cuts it: the parser of a server may look again at a
 * tag that was cut only when more bytes come, which is what the white space after a flush is for.
 */
class LoneStanzaTest {

    private static final String SIP_ROMEO = "sip:romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@" + XmppServer.SECOND;

    /** Without the fence, whose ping would follow each stanza. */
    @ParameterizedTest
    @EnumSource
    void arrivesWhateverItsLengthAndWhereverItIsCut(XmppServer.Kind kind) {
        assumeTrue(kind.installed());
        try (var server = kind.create(); var sip = SipPeer.create()) {
            server.start();
            try (var network = new CutConnection(server.componentPort());
                    var gateway = new GatewayProcess(network.port(), sip.port()).with("stox.im.answer", "written").start();
                    var juliet = XmppPeer.connect(server)) {
                server.awaitGateway(0);
                for (int length = 1; length <= 900; length += 31) {
                    crosses(sip, gateway, juliet, "whole".repeat(200).substring(0, length));
                }
                for (int cut = 1; cut <= 420; cut += 9) {           // from the first byte of the open tag past the end tag
                    network.cutAfter(cut);
                    crosses(sip, gateway, juliet, "cut after " + cut);
                }
            }
        }
    }

    /** The id of the stanza is the branch: a long one makes a tag that is longer than all that follows it. Sooner than a keep-alive. */
    private static void crosses(SipPeer sip, GatewayProcess gateway, XmppPeer juliet, String body) {
        var branch = "z9hG4bK" + UUID.randomUUID() + "-".repeat(150);
        var request = SipText.message(SIP_ROMEO, SIP_JULIET, body).with("Via", "SIP/2.0/UDP " + sip.hostPort() + ";rport;branch=" + branch);
        assertEquals(200, sip.call(gateway.port(), request).status());
        assertEquals(body, juliet.take(x -> x.name().equals("message"), Duration.ofSeconds(12)).child("body").orElseThrow().text());
    }

    /** The first piece is read before the second is written: what stands before it in the same write has been answered. */
    @Test
    void toUsArrivesWhereverItIsCut() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            var stanza = "<message from='juliet@example.com/balcony' to='romeo@sip.example.com' id='ID' xml:lang='en'>"
                    + "<body>R&amp;J <![CDATA[<3]]> \uD83C\uDF39</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>";
            for (int at = 1; at < stanza.replace("ID", "c100").getBytes(StandardCharsets.UTF_8).length; at++) {
                var bytes = stanza.replace("ID", "c" + (100 + at)).getBytes(StandardCharsets.UTF_8);
                var before = ("<iq type='get' from='juliet@example.com/balcony' to='sip.example.com' id='p" + at
                        + "'><ping xmlns='urn:xmpp:ping'/></iq>").getBytes(StandardCharsets.UTF_8);
                var first = Arrays.copyOf(before, before.length + at);
                System.arraycopy(bytes, 0, first, before.length, at);
                stream.send(first);
                var ping = "p" + at;
                stream.take(x -> x.attribute("id").equals(ping));
                stream.send(Arrays.copyOfRange(bytes, at, bytes.length));
                endpoint.routes("c" + (100 + at));
            }
            endpoint.unharmed(stream);
        }
    }
}
