package org.stox.camel.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.sip.transport.Protocol;
import org.stox.settings.SipPeer;

/** The next hop of a producer, its name looked up from time to time and never on a socket's thread. */
final class Peer {

    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    private final SipPeer peer;
    private volatile List<InetAddress> addresses = List.of();

    Peer(SipPeer peer) {
        this.peer = peer;
    }

    /** Waits for the name service. What was known stays where it does not answer. */
    void lookUp() {
        try {
            var found = Arrays.asList(InetAddress.getAllByName(peer.address().address()));
            if (!found.equals(addresses)) {
                LOG.debug("SIP peer {} is {}", peer, found);
            }
            addresses = List.copyOf(found);
        } catch (UnknownHostException e) {
            LOG.warn("The SIP peer {} cannot be looked up{}", peer, addresses.isEmpty() ? "" : ", the last address is kept");
        }
    }

    List<InetAddress> addresses() {
        return addresses;
    }

    Optional<InetSocketAddress> address() {
        var known = addresses;
        return known.isEmpty() ? Optional.empty() : Optional.of(new InetSocketAddress(known.get(0), peer.address().port()));
    }

    Protocol protocol() {
        return peer.transport() == SipPeer.Transport.TCP ? Protocol.TCP : Protocol.UDP;
    }

    @Override
    public String toString() {
        return peer.toString();
    }
}
