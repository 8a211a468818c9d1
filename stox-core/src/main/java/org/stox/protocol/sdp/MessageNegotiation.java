package org.stox.protocol.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.sdp.MessageMedia.Connecting;
import org.stox.protocol.sdp.MessageMedia.Target;

/** Offer and answer (RFC 3264) for message media (RFC 4975 §8, RFC 6135 §4.2, RFC 6714 §4), as functions. */
public final class MessageNegotiation {

    private MessageNegotiation() {
    }

    /** What became of an offer, ours or theirs. */
    public sealed interface Result {

        /** @param answer what goes back to who offered, or came from there */
        record Accepted(Sdp answer, Agreed agreed) implements Result { }

        /** No message media that we can agree to: 488 to an offer; BYE after an answer. */
        record Refused(String reason) implements Result { }

        /** The offer has to be made again without msrp-cema (RFC 6714 §4.2). */
        record Again() implements Result { }
    }

    /** An offer with one message session, with TLS if we have it. */
    public static Sdp offer(MessageTerms terms, Origin origin) {
        var media = ours(terms, terms.secure().isPresent(), terms.reach().reachable() ? Setup.ACTPASS : Setup.ACTIVE, terms.reach().cema(),
                terms.direction(), terms.chatroom());
        return description(origin, media, List.of(media.toMedia()));
    }

    /**
     * The answer to an offer: the first message session that we can agree to is taken, each other media description is refused by port zero.
     *
     * @param egress whether we may connect there
     */
    public static Result answer(Sdp offer, MessageTerms terms, Origin origin, Predicate<Target> egress) {
        var media = new ArrayList<SdpMedia>();
        Optional<MessageMedia> taken = Optional.empty();
        Optional<Agreed> agreed = Optional.empty();
        var reason = "No message media";
        for (var m : offer.media()) {
            var answer = m.refused();
            if (agreed.isEmpty() && m.media().equals(MessageMedia.MESSAGE)) {
                try {
                    var theirs = offered(offer, m);
                    var own = answerTo(theirs, terms);
                    agreed = Optional.of(agreed(own, theirs, own.connecting().setup().equals(Optional.of(Setup.ACTIVE)), egress));
                    taken = Optional.of(own);
                    answer = own.toMedia();
                } catch (SdpException e) {
                    reason = e.getMessage();
                }
            }
            media.add(answer);
        }
        return agreed.isPresent() ? new Result.Accepted(description(origin, taken.orElseThrow(), media), agreed.get())
                : new Result.Refused(reason);
    }

    /** What the answer to our offer agrees on. */
    public static Result agree(Sdp offer, Sdp answer, MessageTerms terms, Predicate<Target> egress) {
        try {
            if (answer.media().size() != offer.media().size()) {
                throw new SdpException("Answer does not fit the offer");
            }
            int index = index(offer);
            var own = MessageMedia.read(offer, offer.media().get(index));
            var theirs = offered(answer, answer.media().get(index));
            if (theirs.secure() != own.secure()) {
                throw new SdpException("Answer with another transport");
            }
            checkTypes(theirs, terms);
            boolean active = !theirs.connecting().setup().equals(Optional.of(Setup.ACTIVE))
                    || own.connecting().setup().equals(Optional.of(Setup.ACTIVE));
            if (own.connecting().cema() && !theirs.connecting().cema() && fallsBack(own, theirs, active)) {
                return new Result.Again();
            }
            return new Result.Accepted(answer, agreed(own, theirs, active, egress));
        } catch (SdpException e) {
            return new Result.Refused(e.getMessage());
        }
    }

    /** A description that follows another of the same session: the same o= line if it says the same, else the next version (RFC 3264 §8). */
    public static Sdp following(Sdp previous, Sdp next) {
        var same = next.withOrigin(previous.origin());
        return same.equals(previous) ? previous : same.withOrigin(previous.origin().next());
    }

    private static int index(Sdp offer) {
        for (int i = 0; i < offer.media().size(); i++) {
            if (offer.media().get(i).media().equals(MessageMedia.MESSAGE) && offer.media().get(i).portNumber() != 0) {
                return i;
            }
        }
        throw new SdpException("No message media");
    }

    private static MessageMedia offered(Sdp sdp, SdpMedia media) {
        if (media.portNumber() == 0) {
            throw new SdpException("Message media refused");
        }
        var message = MessageMedia.read(sdp, media);
        var fingerprints = message.connecting().fingerprints();
        if (message.secure() && !fingerprints.isEmpty() && !Fingerprint.isUsable(fingerprints)) {
            throw new SdpException("No fingerprint that can be verified");
        }
        return message;
    }

    private static MessageMedia answerTo(MessageMedia theirs, MessageTerms terms) {
        if (terms.path(theirs.secure()).isEmpty()) {
            throw new SdpException(theirs.secure() ? "TLS is not offered here" : "TLS is required");
        }
        checkTypes(theirs, terms);
        if (!theirs.connecting().cema() && !theirs.addressMatches()) {
            throw new SdpException("Address differs from path");
        }
        var setup = setup(theirs.connecting().setup(), terms.reach().reachable());
        return ours(terms, theirs.secure(), setup, cema(theirs, terms, setup), theirs.direction().answer(terms.direction()),
                theirs.chatroom().isPresent() ? terms.chatroom() : Optional.empty());
    }

    /** RFC 6135 §4.2.2; an offer without a=setup comes from who connects (RFC 4975 §8.5). */
    private static Setup setup(Optional<Setup> offered, boolean reachable) {
        boolean canConnect = offered.isPresent() && offered.get() != Setup.ACTIVE;
        if (offered.equals(Optional.of(Setup.PASSIVE)) || canConnect && !reachable) {
            return Setup.ACTIVE;
        }
        if (!reachable) {
            throw new SdpException("Nobody can connect");
        }
        return Setup.PASSIVE;
    }

    /** Whether the answer has msrp-cema (RFC 6714 §4.3, its three reasons against). */
    private static boolean cema(MessageMedia theirs, MessageTerms terms, Setup setup) {
        boolean relay = terms.path(theirs.secure()).orElseThrow().uris().size() > 1;
        boolean theyConnect = theirs.connecting().setup().isEmpty() || theirs.connecting().setup().get() == Setup.ACTIVE;
        return terms.reach().cema() && theirs.connecting().cema()
                && !(relay && theirs.relayed()) && !(theirs.relayed() && theyConnect) && !(relay && setup == Setup.ACTIVE);
    }

    /** RFC 6714 §4.2, its three criteria. */
    private static boolean fallsBack(MessageMedia own, MessageMedia theirs, boolean active) {
        return !theirs.addressMatches() && (!active || own.relayed() || theirs.relayed());
    }

    private static void checkTypes(MessageMedia theirs, MessageTerms terms) {
        if (terms.sends().stream().noneMatch(t -> theirs.accept().takes(t) || theirs.accept().takesWrapped(t))) {
            throw new SdpException("No media type in common");
        }
    }

    /** CEMA: who is active connects where c= and m= say (RFC 6714 §4.2, §4.3). */
    private static Agreed agreed(MessageMedia own, MessageMedia theirs, boolean active, Predicate<Target> egress) {
        boolean middlebox = own.connecting().cema() && theirs.connecting().cema();
        var target = middlebox && !theirs.address().host().isEmpty() ? theirs.address() : theirs.hop();
        if (active && !egress.test(target)) {
            throw new SdpException("Connecting there is not allowed");
        }
        return new Agreed(own.path(), theirs.path(), active, target, theirs.accept(), theirs.direction().answer(own.direction()),
                theirs.connecting().fingerprints());
    }

    private static MessageMedia ours(MessageTerms terms, boolean secure, Setup setup, boolean cema, Direction direction,
            Optional<List<String>> chatroom) {
        var path = terms.path(secure).orElseThrow();
        return new MessageMedia(secure, address(path, secure, cema), path, terms.accept(),
                new Connecting(Optional.of(setup), cema, secure ? terms.reach().fingerprints() : List.of()), direction, chatroom);
    }

    /** c= and m= repeat our own URI (RFC 4975 §8.1), with CEMA that of the relay (RFC 6714 §4.2, §4.3). */
    private static Target address(MsrpPath path, boolean secure, boolean cema) {
        var uri = cema ? path.first() : path.last();
        return new Target(uri.host(), uri.port().orElseThrow(), secure);
    }

    private static Sdp description(Origin origin, MessageMedia own, List<SdpMedia> media) {
        return Sdp.of(origin, Connection.of(own.address().host()), media);
    }
}
