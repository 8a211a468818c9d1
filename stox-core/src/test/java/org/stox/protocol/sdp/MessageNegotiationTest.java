package org.stox.protocol.sdp;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.sdp.MessageMedia.Target;
import org.stox.protocol.sdp.MessageNegotiation.Result;
import org.stox.service.IdSource;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MessageNegotiationTest {

    private static final byte[] CERTIFICATE = {1, 2, 3};
    private static final IdSource IDS = IdSource.of(new Random(7573)::nextBytes, 13);
    private static final MsrpPath PLAIN = MsrpPath.of(MsrpUri.session(false, "x2s.example.com", 7654, IDS::next));
    private static final MsrpPath SECURE = MsrpPath.of(MsrpUri.session(true, "x2s.example.com", 7655, IDS::next));
    private static final AcceptTypes ACCEPT = AcceptTypes.of(List.of("text/plain", "message/cpim"), List.of("text/html"), 1 << 20);
    private static final MessageTerms TERMS = terms(Optional.of(PLAIN), Optional.empty(), true, false);
    private static final Origin ORIGIN = Origin.first(1, "x2s.example.com");
    private static final Predicate<Target> ANYWHERE = t -> true;
    private static final String HEAD = "v=0\r\no=romeo 5 7 IN IP4 s2x.example.net\r\ns=-\r\nc=IN IP4 s2x.example.net\r\nt=0 0\r\n";
    private static final String MEDIA = "m=message 7313 TCP/MSRP *\r\na=accept-types:text/plain\r\n"
            + "a=path:msrp://s2x.example.net:7313/ansp71weztas;tcp\r\n";

    private static MessageTerms terms(Optional<MsrpPath> plain, Optional<MsrpPath> secure, boolean reachable, boolean cema) {
        return new MessageTerms(plain, secure, ACCEPT, List.of("text/plain"),
                new MessageTerms.Reach(reachable, cema, List.of(Fingerprint.of(CERTIFICATE))), Direction.SENDRECV, Optional.empty());
    }

    /** Example 2, complete. */
    @Test
    @Proves({"RFC7573-4-13", "BEYOND-MSRP-03"})
    void anOfferIsComplete() {
        assertEquals("""
                v=0
                o=- 1 1 IN IP4 x2s.example.com
                s=-
                c=IN IP4 x2s.example.com
                t=0 0
                m=message 7654 TCP/MSRP *
                a=accept-types:text/plain message/cpim
                a=accept-wrapped-types:text/html
                a=max-size:1048576
                a=path:%s
                a=setup:actpass
                """.formatted(PLAIN).replace("\n", "\r\n"), text(MessageNegotiation.offer(TERMS, ORIGIN)));
        assertTrue(text(MessageNegotiation.offer(terms(Optional.of(PLAIN), Optional.empty(), false, true), ORIGIN))
                .endsWith("a=setup:active\r\na=msrp-cema\r\n"));
        assertTrue(text(MessageNegotiation.offer(terms(Optional.of(PLAIN), Optional.of(SECURE), true, false), ORIGIN))
                .contains("m=message 7655 TCP/TLS/MSRP *\r\n"));
    }

    /** Examples 10 and 11. */
    @Test
    @Proves("RFC7573-5-04")
    void anOfferIsAnsweredWithOurPath() {
        var accepted = accepted(answer(HEAD + MEDIA, TERMS));
        assertTrue(text(accepted.answer()).contains("m=message 7654 TCP/MSRP *\r\na=accept-types:text/plain message/cpim\r\n"));
        assertTrue(text(accepted.answer()).contains("a=path:" + PLAIN + "\r\na=setup:passive\r\n"));
        var agreed = accepted.agreed();
        assertFalse(agreed.active());
        assertEquals(PLAIN, agreed.own());
        assertEquals(MsrpPath.read("msrp://s2x.example.net:7313/ansp71weztas;tcp"), agreed.peer());
    }

    /** RFC 6135 §4.2; the offer, our reach, the answer. */
    @ParameterizedTest
    @CsvSource({"'', true, PASSIVE", "actpass, true, PASSIVE", "actpass, false, ACTIVE", "active, true, PASSIVE", "passive, true, ACTIVE",
            "passive, false, ACTIVE", "holdconn, true, PASSIVE", "'', false, ", "active, false, ", "holdconn, false, "})
    @Proves("BEYOND-MSRP-03")
    void whoConnectsIsNegotiated(String offered, boolean reachable, Setup answered) {
        var offer = HEAD + MEDIA + (offered.isEmpty() ? "" : "a=setup:" + offered + "\r\na=connection:new\r\n");
        var result = answer(offer, terms(Optional.of(PLAIN), Optional.empty(), reachable, false));
        if (answered == null) {
            assertEquals(new Result.Refused("Nobody can connect"), result);
            return;
        }
        var accepted = accepted(result);
        assertTrue(text(accepted.answer()).contains("a=setup:" + answered.text() + "\r\n"));
        assertFalse(text(accepted.answer()).contains("a=connection"));
        assertEquals(answered == Setup.ACTIVE, accepted.agreed().active());
        assertEquals(new Target("s2x.example.net", 7313, false), accepted.agreed().target());
    }

    @ParameterizedTest
    @CsvSource({"'', true", "passive, true", "active, false", "actpass, true"})
    @Proves("BEYOND-MSRP-03")
    void whoOfferedConnectsUnlessTheAnswerSaysSo(String setup, boolean active) {
        var answer = HEAD + MEDIA + (setup.isEmpty() ? "" : "a=setup:" + setup + "\r\n");
        assertEquals(active, accepted(agree(answer, TERMS)).agreed().active());
        assertTrue(accepted(agree(answer, terms(Optional.of(PLAIN), Optional.empty(), false, false))).agreed().active());
    }

    /** 488. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a=accept-types:text/plain               | a=accept-types:image/png                         | No media type in common
            a=accept-types:text/plain               | a=x                                              | No accept-types
            a=accept-types:text/plain               | a=accept-types:text                              | Bad accept-types
            a=path:msrp:                            | a=paths:msrp:                                    | No path
            a=path:msrp:                            | a=path:msrps:                                    | URI and transport differ in TLS
            TCP/MSRP                                | TCP/TLS/MSRP                                     | URI and transport differ in TLS
            TCP/MSRP                                | UDP/MSRP                                         | Not over MSRP
            message 7313                            | message 0                                        | Message media refused
            message 7313                            | audio 7313                                       | No message media
            ;tcp                                    | ;ws                                              | Not over TCP
            net:7313/                               | net/                                             | URI without port or session in path
            7313/ansp71weztas                       | 7313                                             | URI without port or session in path
            message 7313                            | message 7314                                     | Address differs from path
            IN IP4 s2x                              | IN IP4 evil                                      | Address differs from path
            ;tcp                                    | ;tcp msrp                                        | Bad path: not an MSRP URI
            """)
    @Proves({"RFC7573-5-05", "BEYOND-MSRP-04"})
    void whatWeCannotAgreeToIsRefused(String part, String other, String reason) {
        assertEquals(new Result.Refused(reason), answer((HEAD + MEDIA).replace(part, other), TERMS));
    }

    @ParameterizedTest
    @CsvSource({"false, x2s.example.com, 7654", "true, relay.example.com, 9000"})
    @Proves({"BEYOND-MSRP-01", "BEYOND-MSRP-04"})
    void behindARelayTheAddressIsOursAndWithCemaThatOfTheRelay(boolean cema, String host, int port) {
        var path = MsrpPath.read("msrp://relay.example.com:9000/jui787s2f;tcp " + PLAIN);
        var terms = terms(Optional.of(path), Optional.empty(), true, cema);
        var answer = accepted(answer(HEAD + MEDIA + "a=setup:actpass\r\na=msrp-cema\r\n", terms)).answer();
        for (var own : List.of(MessageNegotiation.offer(terms, ORIGIN), answer)) {
            assertTrue(text(own).contains("\r\nc=IN IP4 " + host + "\r\nt=0 0\r\nm=message " + port + " TCP/MSRP *\r\n"), text(own));
            assertTrue(text(own).contains("\r\na=path:" + path + "\r\n"), text(own));
            assertEquals(cema, text(own).contains("a=msrp-cema"));
        }
    }

    @Test
    void pathsOfFiftyRelaysAreRefused() {
        var offer = HEAD + MEDIA.replace("a=path:", "a=path:" + "msrp://r.example:1/s;tcp ".repeat(50));
        assertEquals(new Result.Refused("Bad path: path of more than 8"), answer(offer, TERMS));
    }

    /** RFC 3264 §6: as many media as in the offer, each refused one with port zero. */
    @Test
    @Proves("RFC7573-5-05")
    void mediaAreRefusedOneByOne() {
        var offer = HEAD + "m=audio 49170/2 RTP/AVP 0 8\r\na=rtpmap:0 PCMU/8000\r\n" + MEDIA.replace("text/plain", "image/png") + MEDIA + MEDIA;
        var answer = accepted(answer(offer, TERMS)).answer();
        assertEquals(List.of("audio 0 RTP/AVP 0 8", "message 0 TCP/MSRP *", "message 7654 TCP/MSRP *", "message 0 TCP/MSRP *"),
                answer.media().stream().map(m -> m.mediaLine().value()).toList());
        assertEquals(answer, SdpCodec.read(SdpCodec.write(answer)));
    }

    /** RFC 3264 §6.1, §8.4; what is offered, what we want, what is answered. */
    @ParameterizedTest
    @CsvSource({"SENDRECV, SENDRECV, SENDRECV", "SENDONLY, SENDRECV, RECVONLY", "RECVONLY, SENDRECV, SENDONLY", "INACTIVE, SENDRECV, INACTIVE",
            "SENDRECV, SENDONLY, SENDONLY", "SENDONLY, SENDONLY, INACTIVE", "RECVONLY, SENDONLY, SENDONLY", "SENDRECV, INACTIVE, INACTIVE"})
    void eachSendsOnlyWhatTheOtherTakes(Direction offered, Direction wanted, Direction answered) {
        for (var offer : List.of(HEAD + MEDIA + "a=" + offered.attribute() + "\r\n", HEAD + "a=" + offered.attribute() + "\r\n" + MEDIA)) {
            var accepted = accepted(answer(offer, TERMS.with(wanted)));
            assertEquals(answered, accepted.agreed().direction());
            assertEquals(answered, accepted.answer().direction(accepted.answer().media().get(0)));
        }
    }

    @Test
    void holdIsANewVersionOfOurDescription() {
        var first = MessageNegotiation.offer(TERMS, ORIGIN);
        var held = MessageNegotiation.following(first, MessageNegotiation.offer(TERMS.with(Direction.SENDRECV.hold(true)), ORIGIN));
        assertEquals("2", held.origin().version());
        assertTrue(text(held).endsWith("a=sendonly\r\n"));
        assertEquals(Direction.SENDONLY, held.direction(held.media().get(0)));
        assertEquals(Direction.SENDRECV, Direction.SENDONLY.hold(false));
        assertEquals(Direction.INACTIVE, Direction.RECVONLY.hold(true));
    }

    /** RFC 4975 §8.4: a refresh says the same with the same o= line. */
    @Test
    void nothingNewIsTheSameVersion() {
        var first = accepted(answer(HEAD + MEDIA, TERMS)).answer();
        assertEquals(first, MessageNegotiation.following(first, accepted(answer(HEAD + MEDIA, TERMS)).answer()));
    }

    /** M3: what the policy does not allow is never connected to; who waits connects to nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254:80", "127.0.0.1:7313", "[::1]:7313", "x2s.example.com:7654"})
    void egressIsAskedBeforeAConnection(String authority) {
        var host = authority.substring(0, authority.lastIndexOf(':'));
        var offer = (HEAD + MEDIA).replace("s2x.example.net:7313", authority).replace("c=IN IP4 s2x.example.net", "c=" + Connection.of(host))
                .replace("message 7313", "message " + authority.substring(authority.lastIndexOf(':') + 1));
        Predicate<Target> egress = t -> !Set.of("169.254.169.254", "127.0.0.1", "[::1]", "x2s.example.com").contains(t.host());
        var refused = new Result.Refused("Connecting there is not allowed");
        assertEquals(refused, MessageNegotiation.answer(SdpCodecTest.read(offer + "a=setup:passive\r\n"), TERMS, ORIGIN, egress));
        assertEquals(refused, MessageNegotiation.agree(MessageNegotiation.offer(TERMS, ORIGIN), SdpCodecTest.read(offer), TERMS, egress));
        assertInstanceOf(Result.Accepted.class, MessageNegotiation.answer(SdpCodecTest.read(offer), TERMS, ORIGIN, egress));
    }

    /** M9. */
    @Test
    void tlsIsNotLeftWhereItIsRequired() {
        var secure = terms(Optional.empty(), Optional.of(SECURE), true, false);
        assertEquals(new Result.Refused("TLS is required"), answer(HEAD + MEDIA, secure));
        var offer = (HEAD + MEDIA).replace("TCP/MSRP", "TCP/TLS/MSRP").replace("msrp:", "msrps:");
        assertEquals(new Result.Refused("TLS is not offered here"), answer(offer, TERMS));
        var named = Fingerprint.of(new byte[] {4, 5}) + "\r\n";
        var agreed = accepted(answer(offer + "a=fingerprint:" + named, secure)).agreed();
        assertTrue(agreed.own().first().secure());
        assertTrue(Fingerprint.matches(agreed.fingerprints(), new byte[] {4, 5}));
        assertFalse(Fingerprint.matches(agreed.fingerprints(), CERTIFICATE));
        assertEquals(new Result.Refused("Answer with another transport"), agree(HEAD + MEDIA, secure));
        assertEquals(new Result.Refused("No fingerprint that can be verified"), answer(offer + "a=fingerprint:md5 00:11\r\n", secure));
        assertEquals(new Result.Refused("Bad fingerprint"), answer(offer + "a=fingerprint:sha-256 0:1\r\n", secure));
        assertEquals(agreed.fingerprints(), accepted(answer(offer.replace("t=0 0\r\n", "t=0 0\r\na=fingerprint:" + named), secure)).agreed()
                .fingerprints(), "that of the session holds too");
    }

    /** RFC 6714 §4.3: with msrp-cema on both sides the c= line tells who is active where to connect. */
    @Test
    @Proves("BEYOND-MSRP-04")
    void throughAMiddleboxWeConnectToIt() {
        var terms = terms(Optional.of(PLAIN), Optional.empty(), false, true);
        var boxed = (HEAD + MEDIA).replace("c=IN IP4 s2x.example.net", "c=IN IP4 192.0.2.99").replace("message 7313", "message 555")
                + "a=setup:actpass\r\na=msrp-cema\r\n";
        var accepted = accepted(answer(boxed, terms));
        assertEquals(new Target("192.0.2.99", 555, false), accepted.agreed().target());
        assertTrue(text(accepted.answer()).contains("a=msrp-cema\r\n"));
        var plain = accepted(answer(boxed, terms(Optional.of(PLAIN), Optional.empty(), false, false)));
        assertEquals(new Target("s2x.example.net", 7313, false), plain.agreed().target());
        assertFalse(text(plain.answer()).contains("msrp-cema"));
        var offer = MessageNegotiation.offer(terms, ORIGIN);
        assertEquals(new Target("192.0.2.99", 555, false), accepted(MessageNegotiation.agree(offer, SdpCodecTest.read(boxed), terms, ANYWHERE))
                .agreed().target());
    }

    /** RFC 6714 §4.2, its first criterion. */
    @Test
    @Proves("BEYOND-MSRP-04")
    void anAnswerWithoutCemaFromBehindAMiddleboxAsksForAnotherOffer() {
        var terms = terms(Optional.of(PLAIN), Optional.empty(), true, true);
        var boxed = (HEAD + MEDIA).replace("message 7313", "message 555") + "a=setup:active\r\n";
        assertEquals(new Result.Again(), agree(boxed, terms));
        assertInstanceOf(Result.Accepted.class, agree(boxed, TERMS));
    }

    /** S19: each gets 400 (no SDP) or 488 (no message media), and nothing else happens. */
    @ParameterizedTest
    @ValueSource(strings = {"m=audio 49170 RTP/AVP 0", "m=audio 49170 RTP/AVP 0 0 0 0\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:0 PCMU/8000\r\n",
            "b=AS:x\r\n", "b=\r\n", "b=AS:999999999999999999999\r\n", "m=audio 49170 RTP/AVP 0\r\nb=RS:0\r\n",
            "m=audio 49170 RTP/AVP 0\r\na=candidate:1 999 UDP 1 192.0.2.1 5 typ host\r\n", "m=audio 49170 RTP/AVP 99999999999999\r\n",
            "m=message 7313 TCP/MSRP *", "m=message 7313 TCP/MSRP *\r\n", "m=message 7313 TCP/MSRP *\r\na=path\r\na=accept-types\r\n",
            "m=message 7313 TCP/MSRP *\r\na=path:\r\na=accept-types:\r\n", "m=message 7313/0 TCP/TLS/MSRP * *\r\na=fingerprint\r\n"})
    void hostileDescriptionsAreRefused(String lines) {
        try {
            assertInstanceOf(Result.Refused.class, answer(HEAD + lines, TERMS));
        } catch (SdpException e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }

    @Test
    void answersThatDoNotFitAreRefused() {
        assertEquals(new Result.Refused("Answer does not fit the offer"), agree(HEAD, TERMS));
        assertEquals(new Result.Refused("Message media refused"), agree((HEAD + MEDIA).replace("7313 TCP", "0 TCP"), TERMS));
    }

    @Test
    void whatThePeerTakesIsKnown() {
        var accept = accepted(answer(HEAD + MEDIA.replace("text/plain", "message/cpim text/*;charset=\"a b\" application/im-iscomposing+xml")
                + "a=accept-wrapped-types:image/png\r\na=max-size:1000\r\n", TERMS)).agreed().accept();
        assertTrue(accept.takes("Text/Plain; charset=UTF-8") && accept.takes("application/im-iscomposing+xml"));
        assertFalse(accept.takes("image/png"));
        assertTrue(accept.takesWrapped("image/png") && accept.wraps("image/png") && accept.wraps("text/plain"));
        assertFalse(accept.takesWrapped("audio/x"));
        assertTrue(accept.takes(1000) && !accept.takes(1001));
        var plain = accepted(answer(HEAD + MEDIA, TERMS)).agreed().accept();
        assertFalse(plain.wraps("text/plain") || plain.takesWrapped("text/plain") || plain.takes("application/im-iscomposing+xml"));
        assertTrue(plain.takes(Long.MAX_VALUE));
        assertTrue(new AcceptTypes(List.of("*"), List.of(), accept.maxSize()).takes("x/y"));
    }

    @Test
    void aRoomIsSeen() {
        var offer = SdpCodecTest.read(HEAD + MEDIA + "a=chatroom:nickname private-messages\r\n");
        assertEquals(Optional.of(List.of("nickname", "private-messages")), MessageMedia.read(offer, offer.media().get(0)).chatroom());
        var accepted = accepted(answer(HEAD + MEDIA + "a=chatroom\r\n", new MessageTerms(Optional.of(PLAIN), Optional.empty(), ACCEPT,
                List.of("text/plain"), TERMS.reach(), Direction.SENDRECV, Optional.of(List.of("nickname")))));
        assertTrue(text(accepted.answer()).endsWith("a=chatroom:nickname\r\n"));
    }

    private static Result answer(String offer, MessageTerms terms) {
        return MessageNegotiation.answer(SdpCodecTest.read(offer), terms, ORIGIN, ANYWHERE);
    }

    private static Result agree(String answer, MessageTerms terms) {
        return MessageNegotiation.agree(MessageNegotiation.offer(terms, ORIGIN), SdpCodecTest.read(answer), terms, ANYWHERE);
    }

    private static Result.Accepted accepted(Result result) {
        return assertInstanceOf(Result.Accepted.class, result);
    }

    private static String text(Sdp sdp) {
        return SdpCodec.write(sdp).text();
    }
}
