package org.stox.scenarios;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.scenarios.peer.Home;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** SIGTERM while messages cross both ways: each is delivered, or its sender is told (in Karaf: {@link KarafTest}). */
class StopUnderLoadTest {

    @ParameterizedTest
    @CsvSource({"PLAIN, 0", "SPRING_BOOT, 143"})
    void aStopUnderLoadLosesNothing(Home home, int exitCode) {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && home.built());
        try (var server = XmppServer.Kind.PROSODY.create(); var phones = SipPeer.create()) {
            server.start();
            try (var gateway = home.gateway(server.componentPort(), phones.port()).start();
                    var users = XmppPeer.connect(server)) {
                server.awaitGateway(0);
                var load = new Load(phones, users, gateway.port());
                load.start();
                load.awaitCrossed(200);
                gateway.process().terminate();
                assertEquals(exitCode, gateway.process().exitCode(Duration.ofSeconds(60)), gateway.process()::printed);
                load.awaitEnd();
                System.out.println("StopUnderLoadTest: " + home + " stopped, " + load);
                load.nothingIsLost();
            }
        }
    }
}
