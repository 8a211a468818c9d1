package org.stox.protocol.sdp;

import java.util.List;
import java.util.Optional;

import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.sdp.MessageNegotiation.Result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A session description: refused in words fit for a reason phrase, or read, written and read the same; and as offer and as answer it
 * comes to a result, whose own description can be read.
 */
public final class SdpFuzz {

    private static final Origin ORIGIN = Origin.first(1, "gw.example.com");
    private static final List<MessageTerms> TERMS = List.of(terms(true, false), terms(false, true), terms(true, true));

    private SdpFuzz() {
    }

    private static MessageTerms terms(boolean plain, boolean secure) {
        return new MessageTerms(Optional.of(MsrpPath.read("msrp://gw.example.com:7654/aaaa;tcp")).filter(p -> plain),
                Optional.of(MsrpPath.read("msrps://gw.example.com:7655/bbbb;tcp")).filter(p -> secure),
                AcceptTypes.of(List.of("text/plain", "message/cpim"), List.of("text/html"), 1 << 20), List.of("text/plain"),
                new MessageTerms.Reach(plain, secure, List.of(Fingerprint.of(new byte[] {1}))), Direction.SENDRECV, Optional.of(List.of()));
    }

    public static void check(byte[] octets) {
        Sdp sdp;
        try {
            sdp = SdpCodec.read(Octets.of(octets));
        } catch (SdpException e) {
            isPhrase(e.getMessage());
            return;
        }
        var written = SdpCodec.write(sdp);
        assertEquals(sdp, SdpCodec.read(written));
        assertEquals(written, SdpCodec.write(SdpCodec.read(written)));
        for (var m : sdp.media()) {
            media(sdp, m);
        }
        for (var terms : TERMS) {
            offered(sdp, terms);
            var offer = MessageNegotiation.offer(terms, ORIGIN);
            result(MessageNegotiation.agree(offer, sdp, terms, t -> true));
        }
        assertEquals(sdp, MessageNegotiation.following(sdp, sdp));
        SdpCodec.read(SdpCodec.write(MessageNegotiation.following(sdp, MessageNegotiation.offer(TERMS.get(0), ORIGIN))));
    }

    private static void media(Sdp sdp, SdpMedia m) {
        try {
            var media = MessageMedia.read(sdp, m);
            var again = new Sdp(sdp.lines(), List.of(media.toMedia()));
            if (sdp.connection().isPresent()) {
                again = SdpCodec.read(SdpCodec.write(again));
                assertEquals(media.path(), MessageMedia.read(again, again.media().get(0)).path());
                assertEquals(media.accept(), MessageMedia.read(again, again.media().get(0)).accept());
            }
        } catch (SdpException e) {
            isPhrase(e.getMessage());
        }
    }

    private static void offered(Sdp offer, MessageTerms terms) {
        var result = MessageNegotiation.answer(offer, terms, ORIGIN, t -> t.port() != 22);
        result(result);
        if (result instanceof Result.Accepted accepted) {
            var answer = accepted.answer();
            assertEquals(answer, SdpCodec.read(SdpCodec.write(answer)));
            assertEquals(offer.media().size(), answer.media().size());
            assertEquals(1, answer.media().stream().filter(m -> m.portNumber() != 0).count());
            assertFalse(accepted.agreed().active() && accepted.agreed().target().port() == 22, "egress");
        }
    }

    private static void result(Result result) {
        if (result instanceof Result.Refused refused) {
            isPhrase(refused.reason());
        }
    }

    private static void isPhrase(String text) {
        assertTrue(!text.isEmpty() && text.length() < 200 && text.chars().allMatch(c -> c >= ' ' && c <= '~'), text);
    }
}
