package org.stox.camel.sip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * RFC 4475 and RFC 5118 against the running endpoint, over UDP and over TCP in three cuts, an OPTIONS answered after each. What it
 * answers is the table docs/conformance.md; {@code -Dstox.rewrite=true} writes it anew.
 */
@Timeout(300)
class ConformanceTest {

    private static final Path TABLE = Path.of("..", "docs", "conformance.md");
    private static final String HEAD = """
            # Conformance to RFC 4475 and RFC 5118

            Each message of both documents is sent to the running `sip:` endpoint, octet for octet: over UDP, and over TCP whole, byte by byte
            and cut at each CRLF, with the same result in all three. After each one an OPTIONS is answered. The endpoint serves MESSAGE, and
            SUBSCRIBE and NOTIFY for presence, and the users of example.com and example.org; the sender is trusted. What is expected and why stands in `verdicts.tsv` beside the messages
            (`src-test/vectors`).

            *nothing*: a response that belongs to no request of ours, or what must not be answered. *closed*: the endpoint closes the connection.
            *timer*: the message never ends, and the timer for a message in progress (30 s) closes the connection.

            Written by `mvn -pl camel-sip-endpoint -am test -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false -Dstox.rewrite=true`.
            """;

    private record Vector(String file, String datagram, String stream, byte[] octets) {

        static List<Vector> all(String folder) {
            return new String(resource(folder + "/verdicts.tsv"), StandardCharsets.US_ASCII).lines().skip(1).map(line -> line.split("\t"))
                    .map(c -> new Vector(c[0], c[1], c[2], resource(folder + '/' + c[0] + ".dat"))).toList();
        }

        private static byte[] resource(String path) {
            try (var in = ConformanceTest.class.getResourceAsStream('/' + path)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        String expectedByUdp() {
            return datagram.matches("[0-9]{3}") ? datagram : "nothing";
        }

        String expectedByTcp() {
            var seen = Arrays.stream(stream.split(",")).filter(v -> !v.equals("drop") && !v.equals("response"))
                    .map(v -> v.equals("close") ? "closed" : v.equals("wait") ? "timer" : v).toList();
            return seen.isEmpty() ? "nothing" : String.join(", ", seen);
        }

        boolean endless() {
            return stream.equals("wait");
        }
    }

    private static TestBed bed(Duration inMessage) throws Exception {
        return new TestBed().options(o -> o.setMessageTimeout(inMessage)).options(o -> o.setT1(Duration.ofMillis(500)))
                .consumer("domains=example.com,example.org", e -> { }).start();
    }

    @Test
    void everyMessageIsAnsweredAsItShouldBeAndTheTableSaysSo() throws Exception {
        var table = new StringBuilder(HEAD);
        try (var patient = bed(Duration.ofSeconds(30)); var strict = bed(Duration.ofMillis(300))) {
            for (var folder : List.of("rfc4475", "rfc5118")) {
                var vectors = Vector.all(folder);
                table.append("\n## ").append(folder.replace("rfc", "RFC ")).append("\n\n| Message | UDP | TCP |\n|---|---|---|\n");
                for (var vector : vectors) {
                    String udp = udp(vector, patient);
                    assertEquals(vector.expectedByUdp(), udp, folder + ' ' + vector.file() + " over UDP");
                    String tcp = tcp(vector, vector.endless() ? strict : patient, List.of(vector.octets()));
                    assertEquals(vector.expectedByTcp(), tcp, folder + ' ' + vector.file() + " over TCP");
                    assertEquals(tcp, tcp(vector, vector.endless() ? strict : patient, bytewise(vector.octets())), vector.file() + " byte by byte");
                    assertEquals(tcp, tcp(vector, vector.endless() ? strict : patient, lines(vector.octets())), vector.file() + " in lines");
                    table.append("| ").append(vector.file()).append(" | ").append(udp).append(" | ").append(tcp).append(" |\n");
                }
                assertEquals(folder.equals("rfc4475") ? 49 : 12, vectors.stream().filter(v -> !v.file().equals("test")).count());
            }
            assertEquals(0, patient.component.dropped("fault") + strict.component.dropped("fault"));
        }
        if (Boolean.getBoolean("stox.rewrite")) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, table);
        }
        assertEquals(Files.readString(TABLE), table.toString());
    }

    /** What comes back before the answer to an OPTIONS that is sent after it: the socket's thread answers in the order of arrival. */
    private static String udp(Vector vector, TestBed bed) throws Exception {
        try (var peer = new UdpPeer()) {
            peer.send(vector.octets(), bed.port);
            String branch = Messages.branch();
            peer.send(options("UDP", peer.port(), branch), bed.port);
            var seen = new ArrayList<String>();
            for (String answer = peer.receive(); !answer.contains(branch); answer = peer.receive()) {
                seen.add(Integer.toString(Messages.status(answer)));
            }
            return seen.isEmpty() ? "nothing" : String.join(", ", seen);
        }
    }

    private static String tcp(Vector vector, TestBed bed, List<byte[]> pieces) throws Exception {
        var seen = new ArrayList<String>();
        try (var peer = TcpPeer.connect(bed.port)) {
            try {
                for (var piece : pieces) {
                    peer.send(piece);
                }
                if (!vector.endless()) {
                    peer.send(options("TCP", peer.port(), Messages.branch()));
                }
            } catch (java.net.SocketException e) {
                // it was closed while we were writing
            }
            var answer = peer.receive(UdpPeer.PATIENCE_MS);
            while (answer.isPresent() && !Messages.header(answer.get(), "CSeq").equals("4711 OPTIONS")) {
                seen.add(Integer.toString(Messages.status(answer.get())));
                answer = peer.receive(UdpPeer.PATIENCE_MS);
            }
            if (answer.isEmpty()) {
                assertEquals(true, peer.closed(), vector.file() + ": no answer to OPTIONS, and the connection is open");
                seen.add(vector.endless() ? "timer" : "closed");
            }
        }
        try (var peer = TcpPeer.connect(bed.port)) {
            peer.send(options("TCP", peer.port(), Messages.branch()));
            assertEquals(200, Messages.status(peer.receive()), "after " + vector.file());
        }
        return seen.isEmpty() ? "nothing" : String.join(", ", seen);
    }

    private static String options(String transport, int port, String branch) {
        return Messages.request("OPTIONS", transport, port, branch, "", "").replace("CSeq: 1 ", "CSeq: 4711 ");
    }

    private static List<byte[]> bytewise(byte[] octets) {
        var pieces = new ArrayList<byte[]>();
        for (byte octet : octets) {
            pieces.add(new byte[] {octet});
        }
        return pieces;
    }

    /** Cut in each CRLF and after it. */
    private static List<byte[]> lines(byte[] octets) {
        var pieces = new ArrayList<byte[]>();
        int from = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' || octets[i] == '\n') {
                pieces.add(Arrays.copyOfRange(octets, from, i + 1));
                from = i + 1;
            }
        }
        pieces.add(Arrays.copyOfRange(octets, from, octets.length));
        return pieces;
    }
}
