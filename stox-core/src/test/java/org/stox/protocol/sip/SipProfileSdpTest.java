package org.stox.protocol.sip;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SipProfileSdpTest {

    @Test
    @Proves("RFC7573-5-07")
    void whoTakesInviteTakesSessionDescriptionsAndNobodyElseDoes() {
        assertEquals(List.of("text/plain", "application/sdp"), accept("MESSAGE", "INVITE", "ACK"));
        assertEquals(List.of("text/plain"), accept("MESSAGE"));
    }

    private static List<String> accept(String... methods) {
        return new SipProfile(List.of(methods), List.of("Text/Plain"), List.of(), Set.of()).accept();
    }
}
