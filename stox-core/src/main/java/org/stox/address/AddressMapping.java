package org.stox.address;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.stox.address.SipUri.Parameter;
import org.stox.address.SipUri.Scheme;

/**
 * RFC 7247 §6: a SIP URI to a JID and back. The domain is carried over; whose domain it may be is the policy's question. What has no
 * counterpart is refused, so that two addresses of one side never become one of the other.
 */
public final class AddressMapping {

    private static final String GR = "gr";

    /** RFC 3261 §25.1, paramchar beside letters and digits. */
    private static final String IN_PARAMETER = "-_.!~*'()[]/:&+$";

    private AddressMapping() {
    }

    /** RFC 7247 §6.4, steps 1 to 8; a URI without a user is the JID of its domain. */
    public static Jid toXmpp(SipUri uri) {
        var local = uri.user().map(AddressMapping::localpart);                                  // 1 to 6
        var bare = new Jid(local, Domainpart.read(uri.host()), Optional.empty());               // 7
        var gruu = hasGruu(uri.scheme()) ? uri.parameter(GR).flatMap(Parameter::value) : Optional.<String>empty();
        return gruu.filter(gr -> !gr.isEmpty())                                                 // 8; RFC7247-6.3-02: no value, no resource
                .map(gr -> bare.withResource(PercentCoding.decode(gr))).orElse(bare);
    }

    /** RFC 7247 §6.5, steps 1 to 8, for a sip destination; the resourcepart becomes {@code gr}. */
    public static SipUri toSip(Jid jid) {
        return toUri(jid, Scheme.SIP);
    }

    /** RFC 7247 §6.5, steps 1 to 8, for a destination of that scheme; im and pres have no resourcepart (RFC7247-6.5-11). */
    public static SipUri toUri(Jid jid, Scheme scheme) {
        var user = jid.local().map(l -> user(l, hasGruu(scheme) ? LocalpartTable.SIP : LocalpartTable.IM));
        var gruu = jid.resource().filter(r -> hasGruu(scheme))
                .map(r -> List.of(Parameter.of(GR, PercentCoding.encode(r, AddressMapping::isParameterCharacter))));
        return new SipUri(scheme, user, Domainpart.toHost(jid.domain()), OptionalInt.empty(), gruu.orElse(List.of()), Optional.empty());
    }

    private static boolean hasGruu(Scheme scheme) {
        return scheme == Scheme.SIP || scheme == Scheme.SIPS;
    }

    /** §6.4, steps 3 to 6. */
    private static String localpart(String user) {
        if (user.indexOf(':') >= 0) {
            throw new AddressException("a user with a password");                               // RFC7247-6.4-02
        }
        var escaped = JidEscaping.escape(PercentCoding.decode(user));
        var localpart = JidCodec.local(escaped);
        if (backslashes(localpart) != backslashes(escaped)) {       // a wide backslash became one: an escape that nobody wrote
            throw new AddressException("the user contains a wide backslash");
        }
        return localpart;
    }

    /** §6.5, steps 3 and 5; by all of XEP-0106 (RFC7247-6.5-04). */
    private static String user(String localpart, LocalpartTable table) {
        var text = JidEscaping.unescape(localpart);
        if (localpart.indexOf('\\') >= 0 && !JidEscaping.escape(text).equals(localpart)) {
            throw new AddressException("the localpart is not escaped by XEP-0106: " + Quote.of(localpart));
        }
        return PercentCoding.encode(text, c -> table.isLiteral((char) c));
    }

    private static boolean isParameterCharacter(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || IN_PARAMETER.indexOf(c) >= 0;
    }

    private static int backslashes(String text) {
        int count = 0;
        for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 1)) {
            count++;
        }
        return count;
    }
}
