package org.stox.protocol.sip;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.stox.protocol.ContentCoding;

/**
 * What an endpoint serves: the content of 405, 415, 420, 489 and of the answer to OPTIONS.
 *
 * @param methods methods that routes take, in the order of Allow; OPTIONS is served always and need not be named
 * @param accept content types, in the order of Accept
 * @param events event packages, in the order of Allow-Events; none at all means any
 * @param domains domains whose users can be reached: OPTIONS to a user of another domain is 404; kept in lower case
 */
public record SipProfile(List<String> methods, List<String> accept, List<String> events, Set<String> domains) {

    /** Those with an event package (RFC 6665 §8.2.1, RFC 3903 §6). */
    private static final Set<String> EVENT_METHODS = Set.of("SUBSCRIBE", "NOTIFY", "PUBLISH");

    private static final String INVITE = "INVITE";
    private static final String CANCEL = "CANCEL";
    private static final String OPTIONS = "OPTIONS";

    /** RFC 4028 §12.3, RFC 3262 §8.1. */
    private static final Set<String> EXTENSIONS = Set.of("timer", "100rel");

    /** Their readers undo deflate themselves, which Linphone uses for presence and for what it wraps. */
    private static final Set<String> DEFLATED_TYPES = Set.of("application/pidf+xml", "message/cpim");

    public SipProfile {
        methods = List.copyOf(methods);
        events = List.copyOf(events);
        accept = accept.stream().map(a -> a.toLowerCase(Locale.ROOT)).toList();
        domains = domains.stream().map(d -> d.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    public boolean serves(String method) {
        return methods.contains(method);
    }

    /** Whether what this option tag stands for is kept where Require has it: all of 100rel, as no provisional response but 100 is sent. */
    public boolean understands(String tag) {
        return serves(INVITE) && EXTENSIONS.contains(tag.toLowerCase(Locale.ROOT));
    }

    /** Supported (§20.37), as the answer to OPTIONS carries it. */
    public SipHeader supported() {
        return new SipHeader("Supported", serves(INVITE) ? "timer" : "");
    }

    public static boolean hasEvent(String method) {
        return EVENT_METHODS.contains(method);
    }

    public boolean servesEvent(String type) {
        return events.isEmpty() || events.contains(type);
    }

    /** Whether a body of that type may be in that coding. */
    public boolean decodes(String type, String coding) {
        return coding.strip().equalsIgnoreCase("identity") || DEFLATED_TYPES.contains(type) && ContentCoding.isKnown(coding);
    }

    /** Allow (RFC 3261 §20.5), as 405, 501 and the answer to OPTIONS carry it; who takes INVITE takes its CANCEL. */
    public SipHeader allow() {
        var all = new LinkedHashSet<>(methods);
        if (serves(INVITE)) {
            all.add(CANCEL);
        }
        all.add(OPTIONS);
        return new SipHeader("Allow", String.join(", ", all));
    }

    /** Accept (§20.1), as 415 and the answer to OPTIONS carry it. */
    public SipHeader acceptHeader() {
        return new SipHeader("Accept", String.join(", ", accept));
    }

    /** Accept-Encoding (§20.2) for a body of that type, as 415 carries it. */
    public SipHeader acceptEncoding(String type) {
        return new SipHeader("Accept-Encoding", DEFLATED_TYPES.contains(type) ? "identity, deflate" : "identity");
    }

    /** Allow-Events (RFC 6665 §8.2.2), as 489 and the answer to OPTIONS carry it. */
    public Optional<SipHeader> allowEvents() {
        return events.isEmpty() || methods.stream().noneMatch(SipProfile::hasEvent) ? Optional.empty()
                : Optional.of(new SipHeader("Allow-Events", String.join(", ", events)));
    }
}
