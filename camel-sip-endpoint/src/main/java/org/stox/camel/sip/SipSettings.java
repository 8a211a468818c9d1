package org.stox.camel.sip;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;

import org.stox.error.ErrorMapping;
import org.stox.service.MappingPolicy;
import org.stox.settings.AddressRange;
import org.stox.settings.SettingException;
import org.stox.settings.SipPeer;
import org.stox.settings.StoxSettings;

/**
 * The options of an endpoint as one value, those that are not set taken from the settings of the context.
 *
 * @param advertise host, or host:port
 */
record SipSettings(Optional<SipPeer> peer, List<AddressRange> trusted, Optional<String> advertise, int messageMax, Serves serves) {

    /** What the route of a consumer takes, and the status that says so. */
    record Serves(List<String> methods, List<String> accept, List<String> events, Set<String> domains, int accepted) {

        private static final String SDP = "application/sdp";

        /** Who takes INVITE takes session descriptions (RFC 3261 §13.2.1). */
        Serves {
            if (methods.contains("INVITE") && !accept.contains(SDP)) {
                accept = Stream.concat(accept.stream(), Stream.of(SDP)).toList();
            }
        }
    }

    static SipSettings of(SipConfiguration options, CamelContext context) {
        var peer = value(options.getPeer(), context, StoxSettings.SIP_PEER).map(text -> parsed("peer", text, SipPeer::parse))
                .map(p -> withTransport(p, options));
        var trusted = value(options.getTrusted(), context, StoxSettings.SIP_TRUSTED)
                .map(text -> parsed("trusted", text, AddressRange::parseList)).orElse(List.of());
        var domains = value(options.getDomains(), context, StoxSettings.XMPP_DOMAINS);
        var serves = new Serves(list(options.getMethods()), list(options.getAccept()),
                list(Optional.ofNullable(options.getEvent()).orElse("")),
                Set.copyOf(list(domains.orElse("").toLowerCase(Locale.ROOT))),
                number("accepted", options.getAccepted(), context, StoxSettings.IM_ACCEPTED, 200));
        return new SipSettings(peer, trusted, value(options.getAdvertise(), context, StoxSettings.SIP_ADVERTISE),
                number("messageMax", options.getMessageMax(), context, StoxSettings.IM_MAX, MappingPolicy.MESSAGE_MAX), serves);
    }

    /** RFC 7247 §7 with the overrides of the context, {@code stox.error.404=gone}. */
    static ErrorMapping errors(CamelContext context) {
        var overrides = new HashMap<String, String>();
        // by entrySet, as the forEach of these properties sees nothing
        context.getPropertiesComponent().loadProperties(name -> name.startsWith(StoxSettings.ERROR)).entrySet()
                .forEach(e -> overrides.put(e.getKey().toString(), e.getValue().toString()));
        return StoxSettings.errors(overrides);
    }

    /** The option counts where the peer does not say it itself. */
    private static SipPeer withTransport(SipPeer peer, SipConfiguration options) {
        boolean tcp = "tcp".equalsIgnoreCase(options.getTransport());
        return tcp ? new SipPeer(peer.address(), SipPeer.Transport.TCP) : peer;
    }

    private static Optional<String> value(String option, CamelContext context, String setting) {
        return Optional.ofNullable(option != null ? option : context.resolvePropertyPlaceholders("{{?" + setting + "}}"))
                .map(String::strip).filter(text -> !text.isEmpty());
    }

    private static int number(String name, Integer option, CamelContext context, String setting, int standard) {
        return option != null ? option
                : value(null, context, setting).map(text -> parsed(name, text, SipSettings::number)).orElse(standard);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SettingException("is no number");
        }
    }

    private static <T> T parsed(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (SettingException e) {
            throw new IllegalArgumentException("sip: " + name + "=" + text + " " + e.getMessage(), e);
        }
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(t -> !t.isEmpty()).collect(Collectors.toUnmodifiableList());
    }
}
