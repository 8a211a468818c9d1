package org.stox.address;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

import rocks.xmpp.precis.PrecisProfile;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * Text to {@link Jid} by RFC 7622 §3: PRECIS UsernameCaseMapped, IDNA 2008 and OpaqueString. ASCII, which is nearly all of it, is
 * enforced here with the same result that the library gives.
 */
final class JidCodec {

    /** Each part has at most as many octets (RFC 7622 §3.1). */
    static final int MAX_OCTETS = 1023;

    /** What the profile would allow and RFC 7622 §3.3.1 does not. */
    private static final String EXCLUDED = "\"&'/:<>@";

    private JidCodec() {
    }

    static Jid read(String text) {
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        int at = text.indexOf('@');
        boolean hasLocal = at >= 0 && at < end;
        return new Jid(
                hasLocal ? Optional.of(local(text.substring(0, at))) : Optional.empty(),
                Domainpart.read(text.substring(hasLocal ? at + 1 : 0, end)),
                slash < 0 ? Optional.empty() : Optional.of(resource(text.substring(slash + 1))));
    }

    /** RFC 7622 §3.3. */
    static String local(String text) {
        var enforced = isPrintableAscii(text) && text.indexOf(' ') < 0
                ? lowerCase(text)
                : enforce(PrecisProfiles.USERNAME_CASE_MAPPED, text, "localpart");
        for (int i = 0; i < enforced.length(); i++) {
            if (EXCLUDED.indexOf(enforced.charAt(i)) >= 0) {
                throw new AddressException("the localpart contains " + Quote.of(enforced.substring(i, i + 1)));
            }
        }
        return limited(enforced, "localpart");
    }

    /** RFC 7622 §3.4, but a character newer than this JDK's Unicode passes: clients put the emoji of the year into resources. */
    static String resource(String text) {
        if (isPrintableAscii(text)) {
            return limited(text, "resourcepart");
        }
        var known = mapped(text, c -> isUnassigned(c) ? 'x' : c);
        var enforced = enforce(PrecisProfiles.OPAQUE_STRING, known, "resourcepart");
        if (!known.equals(text)) {
            enforced = Normalizer.normalize(mapped(text, c -> Character.isSpaceChar(c) ? ' ' : c), Normalizer.Form.NFC);
        }
        return limited(enforced, "resourcepart");
    }

    private static String mapped(String text, IntUnaryOperator mapping) {
        return text.codePoints().map(mapping).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static boolean isUnassigned(int c) {
        boolean noncharacter = (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF;
        return Character.getType(c) == Character.UNASSIGNED && !noncharacter;
    }

    static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** ASCII only; the same string if nothing changes. */
    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return text.toLowerCase(java.util.Locale.ROOT);
            }
        }
        return text;
    }

    static String enforce(PrecisProfile profile, String text, String part) {
        try {
            return profile.enforce(text);
        } catch (IllegalArgumentException e) {      // what the library says names the code point, or the bidi rule
            throw new AddressException("the " + part + " is not allowed: " + e.getMessage());
        }
    }

    static String limited(String text, String part) {
        if (text.isEmpty()) {
            throw new AddressException("the " + part + " is empty");
        }
        if (text.length() > MAX_OCTETS || text.length() > MAX_OCTETS / 3
                && text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new AddressException("the " + part + " has more than " + MAX_OCTETS + " octets");
        }
        return text;
    }
}
