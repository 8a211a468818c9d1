package org.stox.service.chat;

import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.sdp.AcceptTypes;
import org.stox.protocol.sdp.Agreed;
import org.stox.protocol.sdp.Direction;
import org.stox.protocol.sdp.Sdp;
import org.stox.protocol.sdp.SdpCodec;

/**
 * The MSRP session of a chat as data: URIs are text, as on the wire, so that it can be stored.
 *
 * @param own our path
 * @param peer the peer's path
 * @param accept what the peer takes
 * @param direction ours: whether the peer wants messages now
 * @param description our last session description (RFC 3264 §8)
 */
record Media(String own, String peer, AcceptTypes accept, Direction direction, String description) {

    static Media of(Agreed agreed, Sdp ours) {
        return new Media(agreed.own().toString(), agreed.peer().toString(), agreed.accept(), agreed.direction(), SdpCodec.write(ours).text());
    }

    /** Our URI of the session. */
    MsrpUri uri() {
        return MsrpPath.read(own).last();
    }

    String sessionId() {
        return uri().sessionId().orElse("");
    }

    MsrpRequest.Route route() {
        return MsrpRequest.Route.of(MsrpPath.read(own), MsrpPath.read(peer));
    }

    /** Whether the peer takes a type, wrapped or not. */
    boolean takes(String type) {
        return accept.takes(type) || accept.takesWrapped(type);
    }

    /** Whether the peer takes notices of RFC 5438, and texts that ask for them. */
    boolean takesNotices() {
        return accept.names(SendContent.IMDN) && accept.takesWrapped(SendContent.PLAIN);
    }

    /** But for the words of our description. */
    boolean sameTerms(Media other) {
        return own.equals(other.own) && peer.equals(other.peer) && accept.equals(other.accept) && direction == other.direction;
    }
}
