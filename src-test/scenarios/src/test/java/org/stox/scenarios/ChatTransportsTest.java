package org.stox.scenarios;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.Certificates;
import org.stox.scenarios.peer.ChatStage;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.MsrpRelay;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.XmppServer;
import org.stox.scenarios.peer.XmppServer.Kind;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.stox.scenarios.peer.ChatStage.JULIET;
import static org.stox.scenarios.peer.ChatStage.RECEIPTS;

/** Chats whose MSRP is not on plain TCP from one to the other. */
class ChatTransportsTest {

    private static final String WRONG = "SHA-256 " + "00:".repeat(31) + "00";

    @Test
    @Proves({"RFC7573-10-01", "RFC7573-10-03"})
    void withTlsWhoShowsAnotherCertificateThanHeNamedHasNoChat() {
        try (var stage = ChatStage.open(Kind.PROSODY, ChatTransportsTest::tlsOnly, "--certificate", "certificate")) {
            var phone = stage.romeo();
            phone.does("invite", "call", "calls", "to", JULIET, "from", from("calls"));
            phone.hears("fingerprint", "matches", true);
            phone.does("send", "call", "calls", "text", "from outside");
            stage.takes(user("calls"), "from outside");
            stage.says("sealed1", user("sealed"), "sealed", "<request xmlns='" + RECEIPTS + "'/>");
            var call = phone.hears("call");
            assertEquals("TCP/TLS/MSRP", call.text("proto"));
            assertTrue(call.values().get("path").toString().contains("msrps://"), call.values().toJson());
            phone.hears("message", "session", call.text("call"), "text", "sealed");
            stage.takes(user("sealed"), "<received", "sealed1");

            phone.takesCalls(Map.of("fingerprint", WRONG));
            stage.says("other1", user("other"), "not to him");
            call = phone.hears("call", "uri", "sip:" + user("other"));
            phone.hears("ended", "call", call.text("call"), "by", "peer");
            assertEquals("cancel internal-server-error", stage.juliet().errorOf("other1"));
            phone.does("invite", "call", "strange", "to", JULIET, "from", from("strange"), "fingerprint", WRONG);
            phone.hears("established", "call", "strange");
            phone.hears("ended", "call", "strange", "by", "peer");
            assertEquals(List.of(), phone.heard("message"));
            stage.nothingMalformed();
        }
    }

    private static void tlsOnly(GatewayProcess gateway) {
        var folder = RealProcess.folder("tls");
        Certificates.selfSigned(folder);
        String jsse = "#class:org.apache.camel.support.jsse.";
        gateway.with("stox.chat", "msrp").property("camel.beans.tls", jsse + "SSLContextParameters")
                .property("camel.beans.tls.keyManagers", jsse + "KeyManagersParameters")
                .property("camel.beans.tls.keyManagers.keyPassword", XmppServer.PASSWORD)
                .property("camel.beans.tls.keyManagers.keyStore", jsse + "KeyStoreParameters")
                .property("camel.beans.tls.keyManagers.keyStore.resource", "file:" + folder.resolve("key.p12"))
                .property("camel.beans.tls.keyManagers.keyStore.password", XmppServer.PASSWORD)
                .property("camel.component.msrp.transport", "tls")
                .property("camel.component.msrp.sslContextParameters", "#bean:tls");
    }

    @Test
    @Proves({"BEYOND-MSRP-01", "BEYOND-MSRP-02"})
    void aRelayCarriesAChat() {
        assumeTrue(MsrpRelay.installed());
        try (var relay = new MsrpRelay(); var stage = ChatStage.open(Kind.PROSODY, gateway -> gateway
                .property("camel.component.msrp.relay", relay.plainUri())
                .property("camel.component.msrp.relayUser", MsrpRelay.USER)
                .property("camel.component.msrp.relayPassword", MsrpRelay.PASSWORD))) {
            var phone = stage.romeo();
            phone.takesCalls(Map.of("setup", "active"));        // Kamailio's relay uses the connections that there are and opens none
            stage.says("far1", user("far"), "over the wall", "<request xmlns='" + RECEIPTS + "'/>");
            var call = phone.hears("call");
            assertEquals(2, ((List<?>) call.values().get("path")).size());
            phone.hears("message", "session", call.text("call"), "text", "over the wall");
            stage.takes(user("far"), "<received", "far1");
            phone.does("send", "call", call.text("call"), "text", "and back", "success", "yes", "message_id", "back1234");
            var back = stage.takes(user("far"), "and back");
            stage.juliet().send("<message to='" + back.getFrom() + "' type='chat'><received xmlns='" + RECEIPTS + "' id='" + back.getStanzaId()
                    + "'/></message>");
            phone.hears("report", "messageId", "back1234", "code", 200);
            phone.does("invite", "call", "calls", "to", JULIET, "from", from("near"));
            phone.hears("established", "call", "calls");
            phone.does("send", "call", "calls", "text", "from outside");
            stage.takes(user("near"), "from outside");
            phone.does("bye", "call", "calls");
            stage.takes(user("near"), "<gone");
            stage.nothingMalformed();
        }
    }

    private static String user(String name) {
        return name + "@" + XmppServer.GATEWAY;
    }

    private static String from(String name) {
        return "<sip:" + user(name) + ">";
    }
}
