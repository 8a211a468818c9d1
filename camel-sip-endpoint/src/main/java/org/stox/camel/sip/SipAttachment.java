package org.stox.camel.sip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.stox.address.SipUri;
import org.stox.address.SipUri.Parameter;
import org.stox.camel.sip.transport.Protocol;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.Via;
import org.stox.settings.HostPort;

/** What one consumer or producer brings to its listener: its settings, and its peer as it is known now. */
final class SipAttachment {

    private final SipSettings settings;
    private final HostPort listen;
    private final Optional<Peer> peer;
    private volatile HostPort sentBy;

    SipAttachment(SipSettings settings, HostPort listen) {
        this.settings = settings;
        this.listen = listen;
        this.peer = settings.peer().map(Peer::new);
        this.sentBy = listen;
    }

    /** Waits for the name service. */
    void lookUp() {
        peer.ifPresent(Peer::lookUp);
        sentBy = settings.advertise().map(this::advertised).orElseGet(this::local);
    }

    private HostPort advertised(String text) {
        boolean port = text.indexOf(':') >= 0 && !text.endsWith("]");
        return port ? HostPort.parse(text) : new HostPort(text, listen.port());
    }

    /** A listener on all addresses names the one that packets to the peer leave from. */
    private HostPort local() {
        var target = peer.flatMap(Peer::address);
        try {
            if (target.isEmpty() || !InetAddress.getByName(listen.address()).isAnyLocalAddress()) {
                return listen;
            }
            try (var socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(target.get().getAddress(), target.get().getPort()));
                return new HostPort(bracketed(socket.getLocalAddress()), listen.port());
            }
        } catch (IOException e) {
            return sentBy;
        }
    }

    private static String bracketed(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return bare.indexOf(':') < 0 ? bare : '[' + bare + ']';
    }

    /** Requests of these are taken: what was set, else the peer. */
    TrustedSources trusted() {
        List<InetAddress> addresses = settings.trusted().isEmpty() ? peer.map(Peer::addresses).orElse(List.of()) : List.of();
        return TrustedSources.NOBODY.and(settings.trusted(), addresses);
    }

    Via via(Protocol protocol, String branch) {
        return Via.of(protocol.name(), sentBy.host(), sentBy.port(), branch);
    }

    SipHeader contactHeader() {
        return new SipHeader("Contact", "<" + contact() + '>');
    }

    /** Where we are reached (RFC 3261 §8.1.1.8): what the peer is sent by is what it may send by. */
    SipUri contact() {
        var tcp = peer.filter(p -> p.protocol() == Protocol.TCP).map(p -> List.of(Parameter.of("transport", "tcp"))).orElse(List.of());
        return new SipUri(SipUri.Scheme.SIP, Optional.empty(), sentBy.host(), OptionalInt.of(sentBy.port()), tcp, Optional.empty());
    }

    Optional<Peer> peer() {
        return peer;
    }

    SipSettings settings() {
        return settings;
    }
}
