package org.stox.scenarios.peer;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** That the dissectors see what goes by and find what is wrong in it; else that they find nothing would say nothing. */
class CaptureTest {

    @Test
    void whatIsWrongIsFound() {
        assumeTrue(Capture.possible(), "dumpcap may not capture on lo, or tshark is not installed");
        int one = Ports.free();
        int two = Ports.free();
        try (var romeo = new MsrpPhone(one, two); var juliet = new MsrpPhone(two, one);
                var capture = Capture.of(List.of(one, two), List.of(romeo.msrpPort(), juliet.msrpPort()))) {
            romeo.does("invite", "call", "c", "to", "sip:juliet@127.0.0.1:" + two);
            juliet.hears("bound");
            romeo.does("send", "call", "c", "size", 20_000);
            juliet.hears("message", "size", 20_000);
            romeo.does("message", "to", "sip:juliet@127.0.0.1:" + two, "text", "<", "type", "application/pidf+xml", "headers",
                    java.util.Map.of("CSeq", "one MESSAGE"));
            juliet.hears("malformed");
            capture.ends();
            assertFalse(capture.frames("msrp").isEmpty());
            assertEquals(2, capture.frames("sdp").size());
            assertTrue(capture.frames("sip").size() >= 5);
            assertEquals(1, capture.malformed().size(), () -> capture.malformed().toString());
        }
    }
}
