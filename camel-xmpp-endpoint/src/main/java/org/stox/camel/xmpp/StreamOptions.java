package org.stox.camel.xmpp;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.camel.xmpp.stream.StanzaFilter;
import org.stox.camel.xmpp.stream.StreamSettings;
import org.stox.camel.xmpp.stream.Timers;
import org.stox.error.ErrorMapping;
import org.stox.protocol.xml.XmlLimits;
import org.stox.settings.HostPort;
import org.stox.settings.StoxSettings;

/** Options to settings. An option that is not set takes the property of the context; what is wrong is said in one sentence. */
final class StreamOptions {

    private final CamelContext context;
    private final XmppStreamEndpoint endpoint;
    private final XmppStreamConfiguration options;

    StreamOptions(XmppStreamEndpoint endpoint) {
        this.context = endpoint.getCamelContext();
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    /** The part after the scheme; a domain as a server would write it. */
    static String domain(String text) {
        try {
            var jid = Jid.parse(text);
            if (jid.local().isEmpty() && jid.isBare()) {
                return jid.domain();
            }
        } catch (AddressException e) {
            // said below
        }
        throw new IllegalArgumentException("xmpp-component:" + text + ": '" + text + "' is no domain, such as sip.example.com");
    }

    /** Throws what an operator can read. */
    void check() {
        settings();
        filter();
        fenced();
    }

    StreamSettings settings() {
        var reading = new XmlLimits(stanza("maxStanza", options.getMaxStanza()), options.getMaxDepth(), options.getMaxAttributes(), options.getMaxAttribute(),
                XmlLimits.READING.maxHeader(), XmlLimits.READING.maxSkipped());
        var writing = new XmlLimits(stanza("maxStanzaOut", options.getMaxStanzaOut()), options.getMaxDepth(), options.getMaxAttributes(),
                XmlLimits.WRITING.maxAttribute(), XmlLimits.WRITING.maxHeader(), 0);
        return new StreamSettings(endpoint.getDomain(), server(), required("secret", options.getSecret(), StoxSettings.XMPP_SECRET),
                domains(), reading, writing, timers(), positive("queueBytes", options.getQueueBytes()),
                positive("maxPerPair", options.getMaxPerPair()), positive("maxTotal", options.getMaxTotal()));
    }

    private Timers timers() {
        return new Timers(millis("connectTimeout", options.getConnectTimeout()), millis("handshakeTimeout", options.getHandshakeTimeout()),
                millis("idleTimeout", options.getIdleTimeout()), millis("stanzaTimeout", options.getStanzaTimeout()),
                millis("fenceTimeout", options.getFenceTimeout()), millis("keepErrors", options.getKeepErrors()),
                Duration.ofMillis(options.getFlushDelay()));
    }

    private HostPort server() {
        var text = required("server", options.getServer(), StoxSettings.XMPP_SERVER);
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("server=" + text + " " + e.getMessage() + "; give host:port, such as 127.0.0.1:5347");
        }
    }

    private Set<String> domains() {
        return Arrays.stream(given(options.getDomains(), StoxSettings.XMPP_DOMAINS).orElse("").split(","))
                .map(String::strip).filter(d -> !d.isEmpty()).map(StreamOptions::domain).collect(Collectors.toUnmodifiableSet());
    }

    /** Who consumes must say from whom. */
    void checkDomains(StreamSettings settings) {
        if (settings.domains().isEmpty()) {
            throw wrong("the option domains, or the property " + StoxSettings.XMPP_DOMAINS + ", must name the XMPP domains whose users"
                    + " may write to the component");
        }
    }

    StanzaFilter filter() {
        try {
            return StanzaFilter.parse(options.getStanzas(), Optional.ofNullable(options.getTypes()).orElse(""),
                    Optional.ofNullable(options.getPayload()));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** Whether an exchange waits for the fence. */
    boolean fenced() {
        var answer = given(options.getAnswer(), StoxSettings.IM_ANSWER).orElse("fence").toLowerCase(Locale.ROOT);
        return switch (answer) {
            case "fence" -> true;
            case "written" -> false;
            default -> throw wrong("answer=" + answer + " is neither fence nor written");
        };
    }

    /** RFC 7247 §7, with the operator's overrides. */
    ErrorMapping errors() {
        var values = new TreeMap<String, String>();
        // by entrySet, as the forEach of these properties sees nothing
        context.getPropertiesComponent().loadProperties(name -> name.startsWith(StoxSettings.ERROR)).entrySet()
                .forEach(e -> values.put(e.getKey().toString(), e.getValue().toString()));
        values.put(StoxSettings.DOMAIN, endpoint.getDomain());
        return StoxSettings.errors(values);
    }

    static void checkSame(StreamSettings first, StreamSettings second) {
        if (!first.equals(second)) {
            throw new IllegalArgumentException("xmpp-component:" + first.domain() + " is used twice with different options of the stream"
                    + " (secret, domains, limits or timers); set them on the component, or the same on all endpoints");
        }
    }

    private String required(String option, String value, String property) {
        return given(value, property).orElseThrow(() -> wrong("neither the option " + option + " nor the property " + property
                + " is set"));
    }

    private Optional<String> given(String value, String property) {
        return Optional.ofNullable(value).or(() -> Optional.ofNullable(context.resolvePropertyPlaceholders("{{?" + property + "}}")))
                .filter(v -> !v.isBlank());
    }

    /** RFC 6120 §13.12 (RFC7573-8-04). */
    private int stanza(String option, int value) {
        if (value < XmlLimits.LEAST_STANZA) {
            throw wrong(option + "=" + value + " must be at least " + XmlLimits.LEAST_STANZA);
        }
        return value;
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
        return new IllegalArgumentException("xmpp-component:" + endpoint.getDomain() + ": " + what);
    }
}
