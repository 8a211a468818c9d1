package org.stox.protocol.sip;

import java.util.Locale;
import java.util.Optional;

import org.stox.protocol.Ascii;

/**
 * The Session-Expires header field (RFC 4028 §4).
 *
 * @param seconds the session interval
 * @param refresher who is to refresh, seen from the request that the field is in or that is answered with it
 */
public record SessionExpires(int seconds, Optional<Role> refresher) {

    /** RFC 4028 §4: the one who sends the request, the one who answers it. */
    public enum Role {
        UAC, UAS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of a message; a field that cannot be read is none, since a session needs no timer. */
    public static Optional<SessionExpires> of(SipMessage message) {
        try {
            return message.header("Session-Expires").map(SessionExpires::read);
        } catch (SipSyntaxException e) {
            return Optional.empty();
        }
    }

    public static SessionExpires read(String value) {
        var scan = new Scan(value);
        String digits = scan.blank().token("Bad Session-Expires");
        int seconds = DeltaSeconds.read(digits).filter(s -> Ascii.isDigits(digits))
                .orElseThrow(() -> new SipSyntaxException("Bad Session-Expires"));
        var refresher = HeaderParameter.find(scan.parameters("Bad parameter in Session-Expires"), "refresher")
                .flatMap(HeaderParameter::text);
        scan.end("Session-Expires");
        return new SessionExpires(seconds, refresher.flatMap(SessionExpires::role));
    }

    private static Optional<Role> role(String text) {
        return text.equalsIgnoreCase("uac") ? Optional.of(Role.UAC) : text.equalsIgnoreCase("uas") ? Optional.of(Role.UAS) : Optional.empty();
    }

    public SipHeader header() {
        return new SipHeader("Session-Expires", toString());
    }

    @Override
    public String toString() {
        return seconds + refresher.map(r -> ";refresher=" + r).orElse("");
    }
}
