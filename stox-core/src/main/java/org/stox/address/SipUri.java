package org.stox.address;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A sip, sips, im or pres URI (RFC 3261 §19.1, RFC 3860, RFC 3859).
 *
 * @param user the userinfo as it is written, escapes included; a password, if there is one, follows a colon (RFC 3261 §19.1.1)
 * @param host host name, IPv4 address or IPv6 reference in brackets, as written
 * @param parameters in order; names are compared without case
 * @param headers what follows the question mark, as written
 */
public record SipUri(Scheme scheme, Optional<String> user, String host, OptionalInt port, List<Parameter> parameters,
        Optional<String> headers) implements Uri {

    /** The schemes that RFC 7247 §6.1 maps. */
    public enum Scheme { SIP, SIPS, IM, PRES }

    /** A URI parameter; without value where none is written ({@code ;lr}). */
    public record Parameter(String name, Optional<String> value) {

        public static Parameter of(String name, String value) {
            return new Parameter(name, Optional.of(value));
        }
    }

    public SipUri {
        parameters = List.copyOf(parameters);
    }

    /** A sip URI of a user in a domain; {@code user} is in its escaped form. */
    public static SipUri of(String user, String host) {
        return new SipUri(Scheme.SIP, Optional.of(user), host, OptionalInt.empty(), List.of(), Optional.empty());
    }

    @Override
    public String schemeName() {
        return scheme.name().toLowerCase(Locale.ROOT);
    }

    /** The address of record: this URI without port, parameters and headers (RFC 3261 §6); the user part stays as written. */
    public SipUri aor() {
        return new SipUri(scheme, user, host, OptionalInt.empty(), List.of(), Optional.empty());
    }

    /** The first parameter of that name, compared without case. */
    public Optional<Parameter> parameter(String name) {
        for (var parameter : parameters) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    /** Whether requests to both arrive at the same place, whoever they are for. */
    public boolean isAtSameHost(SipUri other) {
        return host.equalsIgnoreCase(other.host) && port.equals(other.port);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(schemeName()).append(':');
        user.ifPresent(u -> text.append(u).append('@'));
        text.append(host);
        port.ifPresent(p -> text.append(':').append(p));
        for (var p : parameters) {
            text.append(';').append(p.name());
            p.value().ifPresent(v -> text.append('=').append(v));
        }
        headers.ifPresent(h -> text.append('?').append(h));
        return text.toString();
    }
}
