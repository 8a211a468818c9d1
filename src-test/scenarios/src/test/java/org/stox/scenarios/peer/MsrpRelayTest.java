package org.stox.scenarios.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Kamailio's relay between two phones that are no kin of it, without the gateway (RFC 4976). */
class MsrpRelayTest {

    @Test
    void aPhoneThatIsReachedByARelayTalksToOneThatIsNot() {
        assumeTrue(MsrpRelay.installed() && MsrpPhone.installed());
        int one = Ports.free();
        int two = Ports.free();
        try (var relay = new MsrpRelay(); var romeo = new MsrpPhone(one, two, "--certificate", "certificate");
                var juliet = new MsrpPhone(two, one, "--certificate", "certificate")) {
            juliet.takesCalls(relay.client(relay.uri()));
            romeo.does("invite", "call", "c", "to", "sip:juliet@127.0.0.1:" + two);
            assertEquals(200, juliet.hears("authorized").number("code"));
            assertEquals(2, ((List<?>) romeo.hears("established").values().get("path")).size());
            juliet.hears("empty");
            romeo.does("send", "call", "c", "text", "over the wall", "success", "yes");
            juliet.hears("message", "text", "over the wall");
            romeo.hears("report", "code", 200);
            juliet.does("send", "call", "in1", "text", "back over it", "success", "yes");
            romeo.hears("message", "text", "back over it");
            juliet.hears("report", "code", 200);
            assertEquals(List.of(), romeo.complaints());
            assertEquals(List.of(), juliet.complaints());
        }
    }

    @Test
    void aWrongPasswordGetsNoPath() {
        assumeTrue(MsrpRelay.installed() && MsrpPhone.installed());
        int port = Ports.free();
        try (var relay = new MsrpRelay(); var romeo = new MsrpPhone(port, port, "--certificate", "certificate")) {
            romeo.does("auth", "relay", relay.uri(), "user", MsrpRelay.USER, "password", "guess");
            assertEquals(401, romeo.hears("authorized").number("code"));
            romeo.does("auth", "relay", relay.uri(), "user", MsrpRelay.USER, "password", MsrpRelay.PASSWORD);
            assertTrue(romeo.hears("authorized", "code", 200).text("usePath").contains("msrps://127.0.0.1:"));
        }
    }

    @Test
    void bothAreReachedByTheRelay() {
        assumeTrue(MsrpRelay.installed() && MsrpPhone.installed());
        int one = Ports.free();
        int two = Ports.free();
        try (var relay = new MsrpRelay(); var romeo = new MsrpPhone(one, two); var juliet = new MsrpPhone(two, one)) {
            juliet.takesCalls(relay.client(relay.plainUri()));
            Map<String, Object> call = new LinkedHashMap<>(relay.client(relay.plainUri()));
            romeo.does("invite", "call", "c", "to", "sip:juliet@127.0.0.1:" + two, "relay", call.get("relay"), "user", call.get("user"),
                    "password", call.get("password"));
            juliet.hears("established");
            romeo.hears("established");
            romeo.does("send", "call", "c", "text", "through two", "success", "yes");
            juliet.hears("message", "text", "through two");
            romeo.hears("report", "code", 200);
            assertEquals(List.of(), romeo.complaints());
            assertEquals(List.of(), juliet.complaints());
        }
    }
}
