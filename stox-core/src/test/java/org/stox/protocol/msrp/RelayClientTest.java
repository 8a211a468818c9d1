package org.stox.protocol.msrp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.msrp.RelayClient.Next;
import org.stox.service.IdSource;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RelayClientTest {

    private static final IdSource IDS = IdSource.of(new Random(4976)::nextBytes, 13);
    private static final String OURS = "msrps://stox.example:9892/98cjs;tcp";
    private static final String RELAY = "msrps://alice@intra.example.com;tcp";
    private static final String CHALLENGE = "Digest realm=\"intra.example.com\", qop=\"auth\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";
    private static final RelayClient CLIENT = RelayClient.of(MsrpPath.read(RELAY), MsrpUri.read(OURS), "Alice", "se\"cret", 900);

    /** The dialogue of RFC 4976 §5.1. */
    @Test
    @Proves("BEYOND-MSRP-01")
    void aChallengeIsAnsweredAndAPathGranted() throws Exception {
        var first = CLIENT.begin(IDS::next);
        assertEquals(Optional.empty(), first.header("Authorization"));
        assertEquals(List.of(first), Events.of(MsrpCodec.write(first)).requests);

        var ask = assertInstanceOf(Next.Ask.class, CLIENT.on(response(401, new MsrpHeader("WWW-Authenticate", CHALLENGE)), IDS::next));
        var given = DigestParameters.challenge(ask.request().header("Authorization").orElseThrow());
        assertEquals("Alice", given.value("username").orElseThrow());
        assertTrue(ask.request().header("Authorization").orElseThrow().contains(", qop=auth, nc=00000001, cnonce=\""));
        var secret = md5("Alice:intra.example.com:se\"cret");
        assertEquals(md5(secret + ":dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:" + given.value("cnonce").orElseThrow() + ":auth:"
                + md5("AUTH:" + RELAY)), given.value("response").orElseThrow());

        var use = "msrps://intra.example.com:9000/jui787s2f;tcp";
        assertEquals(new Next.Granted(MsrpPath.read(use), OptionalLong.of(900)),
                ask.client().on(response(200, new MsrpHeader("Use-Path", use), new MsrpHeader("Expires", "900")), IDS::next));
        assertFalse(ask.client().toString().contains("cret"));
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aWrongPasswordIsTriedOnceAndAStaleNonceTwice() {
        var again = response(401, new MsrpHeader("WWW-Authenticate", CHALLENGE));
        var asked = ((Next.Ask) CLIENT.on(again, IDS::next)).client();
        assertEquals(new Next.Failed(401, "Unauthorized"), asked.on(again, IDS::next));
        var stale = response(401, new MsrpHeader("WWW-Authenticate", CHALLENGE + ", stale=TRUE"));
        var twice = assertInstanceOf(Next.Ask.class, asked.on(stale, IDS::next)).client();
        assertInstanceOf(Next.Failed.class, twice.on(stale, IDS::next));
    }

    @Test
    void anIntervalOutOfBoundsIsAskedForAnew() {
        var ask = assertInstanceOf(Next.Ask.class, CLIENT.on(response(423, new MsrpHeader("Max-Expires", "60")), IDS::next));
        assertEquals("60", ask.request().header("Expires").orElseThrow());
        assertInstanceOf(Next.Failed.class, CLIENT.on(response(423), IDS::next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic realm=\"x\"", "Digest realm=\"x\", qop=\"auth\"", "Digest realm=\"x\", nonce=\"y\"", "Digest", "Digest =",
            "Digest realm=\"x\", nonce=\"y\", qop=\"auth-int\"", "Digest realm=\"x\", nonce=\"y\", qop=\"auth\", algorithm=MD5-sess",
            "Digest realm=\"x\", realm=\"y\", nonce=\"y\", qop=\"auth\"", "Digest realm=\"x, nonce"})
    void challengesThatCannotBeAnsweredFail(String challenge) {
        assertInstanceOf(Next.Failed.class, CLIENT.on(response(401, new MsrpHeader("WWW-Authenticate", challenge)), IDS::next));
    }

    @Test
    void otherAnswersFail() {
        assertEquals(new Next.Failed(403, "Forbidden"), CLIENT.on(response(403), IDS::next));
        assertEquals(new Next.Failed(200, "No Use-Path"), CLIENT.on(response(200), IDS::next));
        assertEquals(new Next.Failed(401, "No challenge"), CLIENT.on(response(401), IDS::next));
    }

    private static MsrpResponse response(int status, MsrpHeader... headers) {
        return new MsrpResponse("t1234", status, MsrpResponse.comment(status), MsrpPath.read(OURS), MsrpPath.read(RELAY), List.of(headers));
    }
}
