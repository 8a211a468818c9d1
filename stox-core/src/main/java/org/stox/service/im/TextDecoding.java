package org.stox.service.im;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;

/** Octets of a text body as characters: by its charset, UTF-8 if it names none (RFC7572-5-14, RFC 3261 §20.15). */
final class TextDecoding {

    private TextDecoding() {
    }

    /** Never a guess: an unknown charset is refused with 415, octets that are none of its with 400. */
    static String decode(Octets octets, Optional<String> name) {
        var charset = charset(name);
        if (charset == StandardCharsets.UTF_8) {
            var text = octets.text();
            if (text.indexOf('\uFFFD') < 0) {
                return text;
            }
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets.toArray())).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.sip(400, "The body is not " + charset.name());
        }
    }

    private static Charset charset(Optional<String> name) {
        if (name.isEmpty() || name.get().equalsIgnoreCase("utf-8")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name.get());
        } catch (IllegalArgumentException e) {
            throw Refusal.sip(415, "Unsupported charset", new SipHeader("Accept", "text/plain;charset=utf-8"));
        }
    }
}
