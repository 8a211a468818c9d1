package org.stox.protocol.sdp;

import java.util.List;

import org.stox.protocol.msrp.MsrpPath;

/**
 * What an offer and its answer agree on for one message session.
 *
 * @param own our path: its last URI is what the peer's requests name
 * @param peer the peer's path: To-Path of ours
 * @param active we connect, and send a SEND at once (RFC 4975 §5.4); else we wait for one
 * @param target where to, if we do
 * @param accept what the peer takes
 * @param direction ours: whether messages go out and come in now
 * @param fingerprints of the peer's certificate, of which one must match; none: the certificate must be valid for the host
 */
public record Agreed(MsrpPath own, MsrpPath peer, boolean active, MessageMedia.Target target, AcceptTypes accept, Direction direction,
        List<Fingerprint> fingerprints) {

    public Agreed {
        fingerprints = List.copyOf(fingerprints);
    }
}
