package org.stox.camel.msrp;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.apache.camel.CamelContext;

import org.stox.camel.msrp.wire.MsrpSettings;
import org.stox.camel.msrp.wire.TlsIdentity;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpSyntaxException;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.settings.AddressRange;
import org.stox.settings.Egress;
import org.stox.settings.HostPort;
import org.stox.settings.SettingException;
import org.stox.settings.SipPeer;
import org.stox.settings.StoxSettings;

/** Options to settings. An option that is not set takes the property of the context; what is wrong is said in one sentence. */
final class MsrpOptions {

    static final String DEFAULT = "default";

    private static final int V4_BITS = 32;

    private final CamelContext context;
    private final String address;
    private final MsrpConfiguration options;

    MsrpOptions(CamelContext context, String address, MsrpConfiguration options) {
        this.context = context;
        this.address = address;
        this.options = options;
    }

    private enum Transport { TCP, TLS, BOTH }

    /** Throws what an operator can read; asks no name service. */
    void check() {
        listen();
        transport();
        timers();
        limits();
        relay();
        ranges();
        if (transport() != Transport.TCP && options.getSslContextParameters() == null) {
            throw wrong("transport=" + options.getTransport() + " needs sslContextParameters");
        }
    }

    /** Host and port that is listened on; port 0 is a free one. */
    InetSocketAddress listen() {
        if (address.equals(DEFAULT)) {
            var sip = given(null, StoxSettings.SIP_LISTEN).orElseThrow(() -> wrong("the property " + StoxSettings.SIP_LISTEN
                    + " is not set, whose host would be that of msrp:default"));
            return InetSocketAddress.createUnresolved(parsed(StoxSettings.SIP_LISTEN, sip, HostPort::parse).address(), 0);
        }
        var given = parsed("the address", address, HostPort::parse);
        return InetSocketAddress.createUnresolved(given.address(), given.port());
    }

    MsrpSettings settings() throws IOException, GeneralSecurityException {
        var listen = listen();
        var transport = transport();
        int secure = transport == Transport.TLS ? listen.getPort() : options.getSecurePort();
        var ports = new MsrpSettings.Listen(listen.getHostString(),
                transport == Transport.TLS ? OptionalInt.empty() : OptionalInt.of(listen.getPort()),
                transport == Transport.TCP ? OptionalInt.empty() : OptionalInt.of(secure));
        var relay = relay();
        var tls = options.getSslContextParameters() != null || relay.filter(r -> r.uri().secure()).isPresent()
                ? Optional.of(tls()) : Optional.<TlsIdentity>empty();
        return new MsrpSettings(ports, host(), tls, new Egress(allowed()), options.isCema(), relay, timers(), limits());
    }

    private Transport transport() {
        var text = options.getTransport();
        if (text == null) {
            return options.getSslContextParameters() == null ? Transport.TCP : Transport.BOTH;
        }
        try {
            return Transport.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong("transport=" + text + " is neither tcp nor tls nor both");
        }
    }

    private MsrpSettings.Timers timers() {
        return new MsrpSettings.Timers(millis("connectTimeout", options.getConnectTimeout()), millis("bindTimeout", options.getBindTimeout()),
                millis("headTimeout", options.getHeadTimeout()), millis("messageTimeout", options.getMessageTimeout()),
                millis("writeTimeout", options.getWriteTimeout()));
    }

    private MsrpSettings.Limits limits() {
        return new MsrpSettings.Limits(positive("connections", options.getConnections()),
                positive("unboundConnections", options.getUnboundConnections()), positive("maxInRoutes", options.getMaxInRoutes()),
                positive("maxQueued", options.getMaxQueued()), positive("maxQueuedBytes", options.getMaxQueuedBytes()),
                positive("maxUnfinishedBytes", options.getMaxUnfinishedBytes()), positive("guesses", options.getGuesses()));
    }

    private Optional<MsrpSettings.Relay> relay() {
        if (options.getRelay() == null) {
            return Optional.empty();
        }
        if (options.getRelayUser() == null || options.getRelayPassword() == null) {
            throw wrong("a relay needs relayUser and relayPassword");
        }
        try {
            return Optional.of(new MsrpSettings.Relay(MsrpUri.read(options.getRelay()), options.getRelayUser(), options.getRelayPassword(),
                    millis("relayExpires", options.getRelayExpires())));
        } catch (MsrpSyntaxException e) {
            throw wrong("relay=" + options.getRelay() + " is no URI of a relay, such as msrps://relay.example.com:2855;tcp");
        }
    }

    private Optional<SipPeer> peer() {
        return given(null, StoxSettings.SIP_PEER).map(t -> parsed(StoxSettings.SIP_PEER, t, SipPeer::parse));
    }

    /** As in a URI. */
    private String host() throws IOException {
        var given = given(options.getAdvertise(), StoxSettings.MSRP_ADVERTISE).or(() -> given(null, StoxSettings.SIP_ADVERTISE).map(MsrpOptions::withoutPort));
        if (given.isPresent()) {
            return given.get();
        }
        var listen = InetAddress.getByName(listen().getHostString());
        var peer = peer();
        if (!listen.isAnyLocalAddress()) {
            return address.equals(DEFAULT) ? bracketed(listen().getHostString()) : bracketed(HostPort.parse(address).address());
        }
        if (peer.isEmpty()) {
            return bracketed(InetAddress.getLocalHost().getHostAddress());
        }
        try (var socket = new DatagramSocket()) {           // nothing is sent: it says which address would be the source
            socket.connect(new InetSocketAddress(peer.get().address().address(), peer.get().address().port()));
            return bracketed(socket.getLocalAddress().getHostAddress());
        }
    }

    private static String withoutPort(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 || text.endsWith("]") ? text : text.substring(0, colon);
    }

    private static String bracketed(String literal) {
        int zone = literal.indexOf('%');
        var bare = zone < 0 ? literal : literal.substring(0, zone);
        return bare.indexOf(':') < 0 ? bare : '[' + bare + ']';
    }

    private Optional<List<AddressRange>> ranges() {
        return Optional.ofNullable(options.getAllowed()).map(t -> parsed("allowed", t, AddressRange::parseList));
    }

    /** Of the denied ones: who may call us may be called back. A peer on this host is one of a test, or all is on this host. */
    private List<AddressRange> allowed() {
        if (ranges().isPresent()) {
            return ranges().get();
        }
        var all = new ArrayList<>(given(null, StoxSettings.SIP_TRUSTED)
                .map(t -> parsed(StoxSettings.SIP_TRUSTED, t, AddressRange::parseList)).orElse(List.of()));
        peer().ifPresent(peer -> {
            try {
                for (var known : InetAddress.getAllByName(peer.address().address())) {
                    all.add(new AddressRange(Octets.of(known.getAddress()), known.getAddress().length == 4 ? V4_BITS : 4 * V4_BITS));
                    if (known.isLoopbackAddress()) {
                        all.addAll(AddressRange.parseList("127.0.0.0/8,::1"));
                    }
                }
            } catch (UnknownHostException e) {
                // sip: says so; it cannot be on this host then
            }
        });
        return all;
    }

    private TlsIdentity tls() throws IOException, GeneralSecurityException {
        var parameters = options.getSslContextParameters();
        var keys = new KeyManager[0];
        if (parameters != null && parameters.getKeyManagers() != null) {
            parameters.getKeyManagers().setCamelContext(context);
            Optional.ofNullable(parameters.getKeyManagers().getKeyStore()).ifPresent(k -> k.setCamelContext(context));
            keys = parameters.getKeyManagers().createKeyManagers();
        }
        TrustManager[] trust;
        if (parameters != null && parameters.getTrustManagers() != null) {
            parameters.getTrustManagers().setCamelContext(context);
            Optional.ofNullable(parameters.getTrustManagers().getKeyStore()).ifPresent(k -> k.setCamelContext(context));
            trust = parameters.getTrustManagers().createTrustManagers();
        } else {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            trust = factory.getTrustManagers();
        }
        return new TlsIdentity(keys, Stream.of(trust).filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast).findFirst().orElseThrow(() -> wrong("sslContextParameters trust nobody")));
    }

    private Optional<String> given(String value, String property) {
        return Optional.ofNullable(value).or(() -> Optional.ofNullable(context.resolvePropertyPlaceholders("{{?" + property + "}}")))
                .map(String::strip).filter(v -> !v.isEmpty());
    }

    private <T> T parsed(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (SettingException e) {
            throw wrong(name + " (" + text + ") " + e.getMessage());
        }
    }

    private int positive(String option, int value) {
        if (value < 1) {
            throw wrong(option + "=" + value + " must be at least 1");
        }
        return value;
    }

    private Duration millis(String option, long value) {
        if (value < 1) {
            throw wrong(option + "=" + value + " must be at least one millisecond");
        }
        return Duration.ofMillis(value);
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("msrp:" + address + ": " + what);
    }
}
