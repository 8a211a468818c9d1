package org.stox.address;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import rocks.xmpp.precis.PrecisProfiles;

import org.stox.address.SipUri.Parameter;
import org.stox.address.SipUri.Scheme;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A million random addresses each way, on canonical forms: the way there and back gives the same address, and no two addresses of one
 * side become one of the other, or the address is refused. Canonical is, of a JID, what RFC 7622 enforces; of a SIP URI, what RFC 3261
 * §19.1.4 compares, the user folded as PRECIS does, without port and parameters but gr, whose value is compared as it is decoded.
 */
class AddressRoundTripTest {

    private static final int COUNT = 1_000_000;

    /** Pieces that are known to be trouble, among plain letters. */
    private static final String[] PIECES = {"a", "b", "Z", "0", "27", "2f", "2F", "5c", "5C", "20", "40", "\\", "\\20", "\\22", "\\26",
            "\\27",
        "\\2f", "\\2F", "\\3a", "\\3c", "\\3e", "\\40", "\\5c", "\\5C", "\\41", "%", "%25", "%40", "%2540", "%5C", "%5c", "%20", "%00",
        "%C3%BC",
        "%c3%bc", "%EF%BC%BC", "%EF%BC%A0", "%F0%9F%98%80", "%FF", "ü", "Ü", "ß", "u\u0308", "＼", "＠", "ａ", "я", "Я", "א", "漢", "😀",
        "\u200d",
        "\u00a0", " ", "!", "\"", "#", "$", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/", ":", ";", "<", "=", ">", "?", "@", "[", "]",
        "^",
        "_", "`", "{", "|", "}", "~"};

    private static final String[] HOSTS = {"x.example", "X.Example", "x.example.", "xn--bcher-kva.example", "bücher.example", "y.example",
        "[2001:db8::1]", "[2001:DB8:0::1]", "192.0.2.1"};

    private final Random random = new Random(7247);

    @Test
    @Proves("RFC7247-6.5-04")
    void aJidComesBackOrIsRefused() {
        var seen = new HashMap<String, String>();
        int refused = 0;
        int same = 0;
        for (int i = 0; i < COUNT; i++) {
            try {
                var jid = Jid.parse(text(4) + "@" + pick(HOSTS) + (random.nextBoolean() ? "/" + text(4) : ""));
                var uri = AddressMapping.toSip(jid);
                var wire = SipUriCodec.write(uri);
                assertEquals(jid, AddressMapping.toXmpp((SipUri) SipUriCodec.read(wire)), wire);
                var other = seen.put(canonical(uri), jid.toString());
                assertTrue(other == null || other.equals(jid.toString()), () -> other + " and " + jid + " are both " + uri);
                same++;
            } catch (AddressException e) {
                refused++;
            }
            if (seen.size() > 200_000) {
                seen.clear();
            }
        }
        assertTrue(same > COUNT / 10 && refused > COUNT / 10, same + " came back, " + refused + " were refused");
    }

    @Test
    void aSipUriComesBackOrIsRefused() {
        var seen = new HashMap<String, String>();
        int refused = 0;
        int same = 0;
        for (int i = 0; i < COUNT; i++) {
            var uri = uri();
            try {
                var jid = AddressMapping.toXmpp(uri);
                var canonical = canonical(uri);
                assertEquals(canonical, canonical(AddressMapping.toSip(jid)), () -> uri + " became " + jid);
                var other = seen.put(jid.toString(), canonical);
                assertTrue(other == null || other.equals(canonical), () -> other + " and " + canonical + " are both " + jid);
                same++;
            } catch (AddressException e) {
                refused++;
            }
            if (seen.size() > 200_000) {
                seen.clear();
            }
        }
        assertTrue(same > COUNT / 10 && refused > COUNT / 10, same + " came back, " + refused + " were refused");
    }

    /** As the codec would read one: characters that a URI cannot hold are percent-encoded, some others too. */
    private SipUri uri() {
        boolean all = random.nextInt(4) == 0;
        var user = PercentCoding.encode(text(4), c -> c == '%' || !all && LocalpartTable.SIP.isLiteral((char) c));
        var gr = random.nextBoolean() ? List.of(Parameter.of("gr", PercentCoding.encode(text(3),
                c -> c == '%' || Character.isLetterOrDigit(c))))
                : List.<Parameter>of();
        return new SipUri(Scheme.SIP, Optional.of(user), pick(HOSTS), OptionalInt.empty(), gr, Optional.empty());
    }

    /** Without a step of the mapping: decoded, the user folded, the host in one form. */
    private static String canonical(SipUri uri) {
        var user = PercentCoding.decode(uri.user().orElse(""));
        var folded = JidCodec.isPrintableAscii(user) ? user.toLowerCase(Locale.ROOT) : fold(user);
        var gr = uri.parameter("gr").flatMap(Parameter::value).map(PercentCoding::decode)
                .map(g -> g.isEmpty() || JidCodec.isPrintableAscii(g) ? g : PrecisProfiles.OPAQUE_STRING.enforce(g));
        return folded + "@" + Domainpart.read(uri.host()) + ";" + gr.orElse("");
    }

    /** RFC 8265 §3.3: width, case, composition; said in other words than those of the library. */
    private static String fold(String user) {
        var narrow = user.codePoints().mapToObj(c -> c >= 0xFF00 && c < 0xFFF0
                ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC) : Character.toString(c));
        return Normalizer.normalize(narrow.collect(Collectors.joining()).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private String text(int most) {
        var text = new StringBuilder();
        for (int n = random.nextInt(most) + 1; n > 0; n--) {
            text.append(random.nextInt(3) == 0 ? pick(PIECES) : "" + (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
