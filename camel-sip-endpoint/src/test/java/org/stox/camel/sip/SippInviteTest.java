package org.stox.camel.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** SIPp plays the other side of an INVITE, over UDP and TCP; its scenarios are made here line by line. */
@Timeout(60)
class SippInviteTest {

    private static final String HEAD = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=%s\nMax-Forwards: 70\n"
            + "From: <sip:romeo@example.net>;tag=sipp[call_number]\nTo: <sip:juliet@example.com>[peer_tag_param]\nCall-ID: [call_id]\n"
            + "CSeq: %s\nContact: <sip:romeo@[local_ip]:[local_port]>\nContent-Length: 0\n\n";

    @TempDir
    private Path folder;

    private static String send(String text) {
        return "<send><![CDATA[\n" + text + "\n]]></send>\n";
    }

    private static String request(String method, String branch, int number) {
        return send(method + " sip:juliet@example.com SIP/2.0\n" + HEAD.formatted(branch, number + " " + method));
    }

    private static String answer(int status, String tag) {
        return send("SIP/2.0 " + status + " Answer\n[last_Via:]\n[last_From:]\n[last_To:]" + (tag.isEmpty() ? "" : ";tag=" + tag)
                + "\n[last_Call-ID:]\n[last_CSeq:]\nContact: <sip:romeo@[local_ip]:[local_port]>\nContent-Length: 0\n\n");
    }

    private static String takes(int status) {
        return "<recv response=\"" + status + "\"/>\n";
    }

    private static String takes(String method) {
        return "<recv request=\"" + method + "\"/>\n";
    }

    private Process sipp(String transport, int port, List<String> more, String... steps) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sipp")), "SIPp is not installed");
        Files.writeString(folder.resolve("call.xml"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"call\">\n"
                + String.join("", steps) + "</scenario>\n");
        var command = new ArrayList<>(List.of("sipp", "-sf", "call.xml", "-i", "127.0.0.1", "-p", String.valueOf(port), "-t",
                transport.equals("udp") ? "u1" : "t1", "-nostdin", "-m", "1", "-timeout", "20", "-timeout_error", "-trace_err"));
        command.addAll(more);
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile()).start();
    }

    private void assertPlayed(Process sipp) throws Exception {
        assertTrue(sipp.waitFor(30, TimeUnit.SECONDS), "SIPp does not end");
        assertEquals(0, sipp.exitValue(), () -> {
            try {
                return Files.readString(folder.resolve("printed"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    @Proves({"RFC7573-5-07", "RFC7573-5-08"})
    void aCallerWhoseAckIsLateEndsTheCall(String transport) throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var bed = new TestBed().consumer("methods=INVITE,ACK,BYE", e -> seen.add(e.getIn().getBody(SipRequest.class).method())).start()) {
            String copies = transport.equals("tcp") ? takes(200) + takes(200) : "<pause milliseconds=\"300\"/>\n";     // over UDP SIPp sorts them out
            assertPlayed(sipp(transport, Ports.free(), List.of("127.0.0.1:" + bed.port), request("INVITE", "[branch]", 1), takes(100), takes(200),
                    copies, request("ACK", "[branch]", 1), request("BYE", "[branch]", 2), takes(200)));
            assertEquals(List.of("INVITE", "ACK", "BYE"), List.copyOf(seen));
        }
    }

    @ParameterizedTest
    @CsvSource({"udp, 302", "udp, 486", "tcp, 503", "tcp, 603"})
    void aCallerIsRefused(String transport, int status) throws Exception {
        try (var bed = new TestBed().consumer("methods=INVITE,ACK,BYE", e -> {
            throw Refusal.sip(status, "No");
        }).start()) {
            assertPlayed(sipp(transport, Ports.free(), List.of("127.0.0.1:" + bed.port), request("INVITE", "[branch]", 1), takes(100),
                    takes(status), request("ACK", "[branch-3]", 1)));
        }
    }

    private TestBed calling(String transport, int peer) throws Exception {
        return new TestBed().consumer("methods=INVITE,ACK", e -> { }).producer("peer=127.0.0.1:" + peer + ";transport=" + transport).start();
    }

    /** TCP is listened on a little later than SIPp is started: what is refused is sent again. */
    private static SipResponse call(TestBed bed, SipRequest invite, Process sipp) throws Exception {
        for (var exchange = bed.send(invite).get(20, TimeUnit.SECONDS);; exchange = bed.send(invite).get(20, TimeUnit.SECONDS)) {
            if (!(exchange.getException() instanceof Refusal refusal) || refusal.reason().status().orElse(0) != 503 || !sipp.isAlive()) {
                return exchange.getMessage().getBody(SipResponse.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    @Proves({"RFC7573-4-17", "RFC7573-4-18", "RFC7573-4-29"})
    void aCalledPartyRingsAnswersAndIsHungUp(String transport) throws Exception {
        int port = Ports.free();
        var sipp = sipp(transport, port, List.of(), takes("INVITE"), answer(180, "a"), answer(200, "a"), takes("ACK"),
                takes("BYE"), answer(200, ""));
        try (var bed = calling(transport, port)) {
            var invite = Messages.outgoing("INVITE", "romeo", "").without("Content-Type");
            var dialog = SipDialog.of(invite).confirmed(call(bed, invite, sipp));
            bed.send(dialog.ack(1)).get(10, TimeUnit.SECONDS);
            var bye = bed.send(dialog.next().request("BYE", List.of(), Octets.NONE)).get(20, TimeUnit.SECONDS);
            assertEquals(200, bye.getMessage().getBody(SipResponse.class).status());
            assertPlayed(sipp);
        }
    }
}
