package org.stox.error;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.stox.address.AddressException;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.StanzaError;

/**
 * A message did not cross, and its sender is told why. It is given in the words of one side, or of both; the consumer at whose
 * side the sender sits takes its own words, else it maps the other's by {@link ErrorMapping} (RFC 7247 §7).
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final transient Reason reason;

    /**
     * @param status the SIP status, if the refusal is known in the words of SIP
     * @param contacts Contact URIs of a 3xx
     * @param headers header fields that the final response carries: Warning, Retry-After, Accept, Allow …
     * @param error the stanza error, if the refusal is known in the words of XMPP
     * @param bare whether the error came from a bare JID (RFC 7247 §7.1 notes 1 and 2)
     */
    public record Reason(OptionalInt status, List<String> contacts, List<SipHeader> headers, Optional<StanzaError> error,
            boolean bare, Optional<String> text) {

        public Reason {
            contacts = List.copyOf(contacts);
            headers = List.copyOf(headers);
        }
    }

    public Refusal(Reason reason) {
        super(message(reason), null, false, false);     // no stack: it is an answer, not a fault
        this.reason = reason;
    }

    /** In the words of SIP as one text, such as {@code 403 Forbidden}: what {@code throwException} of a route makes. */
    public Refusal(String statusLine) {
        this(reason(statusLine));
    }

    /** In the words of SIP: the peer's final response, or our own verdict. */
    public static Refusal sip(int status, String text, SipHeader... headers) {
        return new Refusal(new Reason(OptionalInt.of(status), List.of(), List.of(headers), Optional.empty(), false,
                Optional.of(text)));
    }

    /** The final response of a peer, with the addresses that it names instead (RFC 7247 §7.2 note 1). */
    public static Refusal of(SipResponse response) {
        return new Refusal(new Reason(OptionalInt.of(response.status()), contacts(response), List.of(), Optional.empty(), false,
                Optional.of(response.reason())));
    }

    /** In the words of XMPP; {@code bare} says whether it relates to a bare JID. */
    public static Refusal xmpp(StanzaError error, boolean bare) {
        return new Refusal(new Reason(OptionalInt.empty(), List.of(), List.of(), Optional.of(error), bare, error.text()));
    }

    /** In the words of both sides, where the tables of RFC 7247 §7 are not to decide. */
    public static Refusal both(int status, StanzaError error, String text, SipHeader... headers) {
        return new Refusal(new Reason(OptionalInt.of(status), List.of(), List.of(headers), Optional.of(error), false,
                Optional.of(text)));
    }

    public Reason reason() {
        return reason;
    }

    private static List<String> contacts(SipResponse response) {
        try {
            return response.headers("Contact").stream().flatMap(v -> NameAddr.readAll(v).stream()).map(a -> a.uri().toString()).toList();
        } catch (SipSyntaxException | AddressException e) {
            return List.of();
        }
    }

    private static Reason reason(String statusLine) {
        if (!statusLine.matches("[3-6][0-9]{2}( .*)?")) {
            throw new IllegalArgumentException("'" + statusLine + "' refuses nothing: it must be a SIP status and its reason, such as "
                    + "403 Forbidden");
        }
        return new Reason(OptionalInt.of(Integer.parseInt(statusLine.substring(0, 3))), List.of(), List.of(), Optional.empty(), false,
                Optional.of(statusLine.substring(3).strip()).filter(t -> !t.isEmpty()));
    }

    private static String message(Reason reason) {
        var text = new StringBuilder();
        reason.status().ifPresent(s -> text.append(s).append(' '));
        reason.error().ifPresent(e -> text.append(e.condition().elementName()).append(' '));
        return text.append(reason.text().orElse("")).toString().trim();
    }
}
