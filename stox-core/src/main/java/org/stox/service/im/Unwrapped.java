package org.stox.service.im;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import org.stox.address.AddressException;
import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.cpim.CpimException;
import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipSyntaxException;

/**
 * A message in message/cpim that may be read (RFC 3862), by MESSAGE or by SEND.
 *
 * @param type of its content
 */
public record Unwrapped(ContentType type, CpimMessage message) {

    private static final String PLAIN = "text/plain";

    /**
     * Throws {@link Refusal}. Who speaks inside must be who speaks outside: the inner From was never checked by anybody.
     *
     * @param isSender whether an address is that of the sender
     */
    public static Unwrapped of(Octets body, Predicate<SipUri> isSender) {
        CpimMessage message;
        try {
            message = CpimCodec.read(body);
        } catch (CpimException e) {
            throw Refusal.sip(400, "Bad message/cpim, " + e.getMessage());
        }
        if (!message.headers("From").stream().allMatch(from -> names(from, isSender))) {
            throw Refusal.sip(403, "The From of message/cpim is not the sender");
        }
        if (!message.headers("Require").isEmpty()) {                    // RFC 3862 §4.7
            throw Refusal.sip(415, "Unsupported extension of message/cpim", new SipHeader("Accept", PLAIN));
        }
        return new Unwrapped(contentType(message.contentHeader("Content-Type").orElse(PLAIN)), message);
    }

    /** What stands around its content. */
    public Wrapper wrapper() {
        return Wrapper.of(message);
    }

    /** Throws {@link Refusal} for a content that is not as it stands there. */
    public void refuseEncoded() {
        var coding = message.contentHeader("Content-Transfer-Encoding").orElse("8bit").toLowerCase(Locale.ROOT);
        if (!Set.of("7bit", "8bit", "binary").contains(coding) || message.contentHeader("Content-Encoding").isPresent()) {
            throw Refusal.sip(415, "Unsupported encoding in message/cpim", new SipHeader("Accept-Encoding", "identity"));
        }
    }

    private static boolean names(String from, Predicate<SipUri> isSender) {
        try {
            return SipUriCodec.read(CpimMessage.uri(from)) instanceof SipUri uri && isSender.test(uri);
        } catch (AddressException e) {
            return false;
        }
    }

    /** Throws {@link Refusal} for what is no content type. */
    public static ContentType contentType(String value) {
        try {
            return ContentType.read(value);
        } catch (SipSyntaxException e) {
            throw Refusal.sip(400, e.getMessage());
        }
    }
}
