package org.stox.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.apache.camel.CamelContext;

import org.stox.address.SipUri;
import org.stox.address.SipUri.Parameter;
import org.stox.settings.HostPort;
import org.stox.settings.SettingException;
import org.stox.settings.SipPeer;
import org.stox.settings.StoxSettings;

/**
 * Where requests within our dialogs reach us (RFC 3261 §8.1.1.8): the host that is advertised, else the one that is listened on, or the
 * local address towards the peer where that is all of them.
 */
final class OwnContact {

    private OwnContact() {
    }

    /** Empty where the settings do not say it, for a context whose endpoints are elsewhere. */
    static Optional<SipUri> of(CamelContext context) {
        try {
            return setting(context, StoxSettings.SIP_LISTEN).map(HostPort::parse)
                    .map(listen -> setting(context, StoxSettings.SIP_ADVERTISE).map(own -> advertised(own, listen))
                            .orElseGet(() -> new HostPort(local(listen, context), listen.port())))
                    .map(at -> new SipUri(SipUri.Scheme.SIP, Optional.empty(), at.host(), OptionalInt.of(at.port()), transport(context),
                            Optional.empty()));
        } catch (SettingException e) {
            return Optional.empty();                    // the endpoint that is made of it says what is wrong
        }
    }

    private static Optional<String> setting(CamelContext context, String name) {
        return Optional.ofNullable(context.resolvePropertyPlaceholders("{{?" + name + "}}")).map(String::strip).filter(s -> !s.isEmpty());
    }

    private static Optional<SipPeer> peer(CamelContext context) {
        return setting(context, StoxSettings.SIP_PEER).map(SipPeer::parse);
    }

    /** What the peer is sent by is what it may send by. */
    private static List<Parameter> transport(CamelContext context) {
        return peer(context).filter(p -> p.transport() == SipPeer.Transport.TCP).map(p -> List.of(Parameter.of("transport", "tcp")))
                .orElse(List.of());
    }

    private static HostPort advertised(String own, HostPort listen) {
        boolean port = own.indexOf(':') >= 0 && !own.endsWith("]");
        return port ? HostPort.parse(own) : new HostPort(own, listen.port());
    }

    private static String local(HostPort listen, CamelContext context) {
        try {
            var peer = peer(context).map(SipPeer::address);
            if (peer.isEmpty() || !InetAddress.getByName(listen.address()).isAnyLocalAddress()) {
                return listen.host();
            }
            try (var socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(peer.get().address(), peer.get().port()));
                var text = socket.getLocalAddress().getHostAddress();
                return text.indexOf(':') < 0 ? text : "[" + text.replaceFirst("%.*", "") + "]";
            }
        } catch (IOException | UncheckedIOException e) {    // no name, no way: what is listened on must do
            return listen.host();
        }
    }
}
