package org.stox.protocol.sdp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.Mutation;
import org.stox.protocol.Octets;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SdpCodecTest {

    private static final int RUNS = Integer.getInteger("stox.fuzz", 100_000);
    private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n";
    private static final String SESSION = HEAD + "c=IN IP4 192.0.2.1\r\nt=0 0\r\n";
    private static final String MESSAGE = "m=message 2855 TCP/MSRP *\r\na=accept-types:text/plain\r\na=path:msrp://192.0.2.1:2855/s;tcp\r\n";

    /** A call with everything that browsers and phones write. */
    private static final String RICH = """
            v=0
            o=mozilla 4858251974351650128 0 IN IP6 2001:db8::1
            s=Session \u00e4
            i=words
            u=http://example.com/
            e=j.doe@example.com (Jane Doe)
            p=+1 617 555-6011
            c=IN IP6 2001:db8::1
            b=AS:128
            b=X-YZ:64
            t=0 0
            r=604800 3600 0 90000
            z=2882844526 -1h
            k=prompt
            a=group:BUNDLE 0 1
            a=msid-semantic: WMS *
            a=unknown
            a=unknown
            m=audio 49170/2 UDP/TLS/RTP/SAVPF 109 9 0 0
            i=voice
            c=IN IP4 192.0.2.1/127
            c=IN IP4 224.2.1.2/127/3
            b=TIAS:64000
            a=candidate:0 7 XDP 2122252543 ::1 99999 typ nothing
            a=rtpmap:0 PCMU/8000
            a=rtpmap:0 PCMU/8000
            a=sendrecv
            m=message 2855 TCP/MSRP *
            a=accept-types:text/plain
            a=path:msrp://192.0.2.1:2855/s;tcp
            """.replace("\n", "\r\n");

    @Test
    void whatIsNotKnownIsKeptInItsPlace() {
        assertEquals(RICH, SdpCodec.write(read(RICH)).text());
        assertEquals(RICH, SdpCodec.write(read(RICH.replace("\r\n", "\n"))).text(), "LF alone is tolerated");
        assertEquals(RICH, SdpCodec.write(read(RICH.stripTrailing())).text(), "a last line without end is tolerated");
        assertEquals(RICH, SdpCodec.write(read(RICH + "\r\n\n")).text(), "empty lines at the end are tolerated");
        var sdp = read(RICH);
        assertEquals(List.of("49170/2", "2855"), sdp.media().stream().map(SdpMedia::port).toList());
        assertEquals(49170, sdp.media().get(0).portNumber());
        assertEquals("[2001:db8::1]", sdp.connection(sdp.media().get(1)).orElseThrow().uriHost());
        assertEquals("192.0.2.1/127", sdp.connection(sdp.media().get(0)).orElseThrow().address());
        assertEquals("BUNDLE 0 1", sdp.attribute("group").orElseThrow());
        assertEquals("", sdp.attribute("unknown").orElseThrow());
    }

    @Test
    void theMessageOfRfc4475IsGoodSdp() {
        var message = Vectors.text("rfc4475/sdp01.dat");
        var sdp = read(message.substring(message.indexOf("v=0")));
        assertEquals(List.of("audio", "video"), sdp.media().stream().map(SdpMedia::media).toList());
        assertEquals(new Origin("mhandley", "29739", "7272939", Connection.of("192.0.2.5")), sdp.origin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv6-in-sdp", "mult-ip-in-sdp"})
    void theMessagesOfRfc5118AreGoodSdp(String name) throws IOException {
        String message;
        try (var in = Vectors.class.getResourceAsStream("/rfc5118/" + name + ".dat")) {
            message = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
        var sdp = read(message.substring(message.indexOf("v=0")));
        assertTrue(sdp.media().stream().anyMatch(m -> sdp.connection(m).orElseThrow().uriHost().startsWith("[2001:db8:")));
    }

    /** S19 and others. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "v=0\r\n", HEAD, HEAD + "c=IN IP4 192.0.2.1\r\n",
            SESSION + "m=audio\r\n", SESSION + "m=audio x RTP/AVP 0\r\n", SESSION + "m=audio 65536 RTP/AVP 0\r\n", SESSION + "m=audio 1 RTP//AVP 0\r\n",
            SESSION + "m=audio 1 RTP/AVP\r\n", SESSION + "m=audio 1 RTP/AVP  0\r\n", SESSION + "m=audio 1/ RTP/AVP 0\r\n",
            SESSION + "m=audio 1/999999999 RTP/AVP 0\r\n", SESSION + "m=a\u00fcdio 1 RTP/AVP 0\r\n",
            SESSION + "b=AS\r\n", SESSION + "b=AS:\r\n", SESSION + "b=AS:x\r\n", SESSION + "b=AS:-1\r\n", SESSION + "b=:5\r\n",
            SESSION + "b=AS:99999999999999999999999999\r\n", SESSION + "a=\r\n", SESSION + "a=:x\r\n", SESSION + "x=1\r\n", SESSION + "no line\r\n",
            SESSION + "\r\na=x\r\n", SESSION + "A=x\r\n", SESSION + "v=0\r\n", SESSION + "c=IN IP4\r\n", SESSION + "c=IN IP4 \r\n", SESSION + "a=x\0y\r\n",
            SESSION + "a=x\ry\r\n", SESSION + "m=audio 1 RTP/AVP 0\r\nt=0 0\r\n", SESSION + "m=audio 1 RTP/AVP 0\r\no=- 1 1 IN IP4 h\r\n",
            "v=1\r\no=- 1 1 IN IP4 h\r\ns=-\r\nt=0 0\r\n", "v=0\r\ns=-\r\no=- 1 1 IN IP4 h\r\nt=0 0\r\n", "v=0\r\no=- x 1 IN IP4 h\r\ns=-\r\nt=0 0\r\n",
            "v=0\r\no=-  1 IN IP4 h\r\ns=-\r\nt=0 0\r\n", HEAD + "t=0\r\nm=audio 0 RTP/AVP 0\r\n", HEAD + "t=0 0\r\nm=audio 1 RTP/AVP 0\r\n"})
    void whatIsNoSdpIsRefused(String text) {
        assertThrows(SdpException.class, () -> read(text));
    }

    @Test
    void limitsAreKept() {
        read(SESSION + "m=audio 1 RTP/AVP 0\r\n".repeat(64));
        assertThrows(SdpException.class, () -> read(SESSION + "m=audio 1 RTP/AVP 0\r\n".repeat(65)));
        assertThrows(SdpException.class, () -> read(SESSION + "a=x\r\n".repeat(1000)));
        assertThrows(SdpException.class, () -> read(SESSION + "a=" + "x".repeat(SdpCodec.MAX) + "\r\n"));
        assertThrows(SdpException.class, () -> SdpCodec.read(Octets.of(new byte[] {'v', '=', '0', '\n', (byte) 0xc0, '\n'})));
    }

    @Test
    void nothingCanBeWrittenThatIsAnotherLine() {
        assertThrows(SdpException.class, () -> SdpLine.attribute("path", "x\r\na=y"));
        assertThrows(SdpException.class, () -> new Connection("IN", "IP4", "h\nx=y"));
        assertThrows(SdpException.class, () -> new Origin("a b", "1", "1", Connection.of("h")));
        assertThrows(SdpException.class, () -> new SdpMedia("audio", "1", "RTP/AVP", List.of("0 1"), List.of()));
    }

    @Test
    @Proves("RFC7573-4-13")
    void theExamplesOfTheGatewayLackTheirHeads() {
        for (var file : List.of("rfc7573-ex02.sip", "rfc7573-ex03.sip", "rfc7573-ex10.sip", "rfc7573-ex11.sip")) {
            var printed = Vectors.text(file);
            var body = printed.substring(printed.indexOf("\r\n\r\n") + 4);
            assertThrows(SdpException.class, () -> read(body));
            var complete = read(HEAD + body.replace("m=", "t=0 0\r\nm="));
            var media = MessageMedia.read(complete, complete.media().get(0));
            assertEquals(media.hop(), media.address());
            assertEquals(List.of("text/plain"), media.accept().types());
        }
    }

    @Test
    void aChangedDescriptionGetsAVerdictAndIsWrittenTheSame() {
        var random = new Random(Long.getLong("stox.fuzz.seed", 8866));
        var pieces = Stream.of("\r\n", "\r", "\n", "=", ":", " ", "\0", "\u00ff", "a=", "m=message 1 TCP/MSRP *\r\n", "m=", "c=IN IP4 h\r\n", "/", "-",
                "99999999999", "a=path:", "*", "a=fingerprint:sha-256 ", "a=setup:holdconn\r\n", "a=inactive\r\n", "\"", "b=", "o=", "v=0\r\n", ";")
                .map(p -> p.getBytes(StandardCharsets.ISO_8859_1)).toArray(byte[][]::new);
        int taken = 0;
        for (int i = 0; i < RUNS; i++) {
            var octets = Mutation.of((i % 2 == 0 ? RICH : SESSION + MESSAGE).getBytes(StandardCharsets.UTF_8), 1 + random.nextInt(3), pieces, random);
            try {
                var sdp = SdpCodec.read(Octets.of(octets));
                assertEquals(sdp, SdpCodec.read(SdpCodec.write(sdp)));
                taken++;
                for (var m : sdp.media()) {
                    MessageMedia.read(sdp, m);
                }
            } catch (SdpException e) {
                assertTrue(e.getMessage().length() < 200);
            }
        }
        assertTrue(taken > RUNS / 20 && taken < RUNS, taken + " of " + RUNS);
    }

    static Sdp read(String text) {
        return SdpCodec.read(Octets.utf8(text));
    }
}
