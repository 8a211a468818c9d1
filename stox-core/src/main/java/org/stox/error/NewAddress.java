package org.stox.error;

import java.util.List;
import java.util.Optional;

import org.stox.address.AddressException;
import org.stox.address.AddressMapping;
import org.stox.address.Jid;
import org.stox.address.PercentCoding;
import org.stox.protocol.xmpp.StanzaError;

/** Where to turn to instead: the Contact of a 3xx, and the character data of gone and redirect (RFC 7247 §7.1 note 3, §7.2 note 1). */
final class NewAddress {

    private static final String XMPP = "xmpp:";
    private static final int MAX = 1023;

    private NewAddress() {
    }

    /** The URI for Contact: an xmpp URI by RFC 7247 §6.5 (RFC7247-7.1-08), any other as it is; empty if it is none. */
    static Optional<String> toSip(StanzaError error) {
        return error.address().map(String::strip).flatMap(address -> {
            try {
                if (address.regionMatches(true, 0, XMPP, 0, XMPP.length())) {
                    return Optional.of(AddressMapping.toSip(jid(address.substring(XMPP.length()))).toString());
                }
                if (address.indexOf(':') < 0 && address.indexOf('@') > 0) {     // a JID alone, as RFC 3920 had it
                    return Optional.of(AddressMapping.toSip(Jid.parse(address)).toString());
                }
            } catch (AddressException e) {
                return Optional.empty();
            }
            return Optional.of(address).filter(NewAddress::isUri);
        });
    }

    /** The first usable Contact as it is: a sip URI need not be one of ours, so it is not turned into an xmpp URI (RFC7247-7.2-54). */
    static Optional<String> toXmpp(List<String> contacts) {
        return contacts.stream().map(NewAddress::uriOf).filter(NewAddress::isUri).findFirst();
    }

    /** Contacts are given as URIs; a name-addr is taken too. */
    private static String uriOf(String contact) {
        int open = contact.indexOf('<');
        int close = contact.indexOf('>', open);
        return open >= 0 && close > open ? contact.substring(open + 1, close) : contact;
    }

    /** RFC 5122 §2.2: an authority names the sender's own account, query and fragment are no part of the address. */
    private static Jid jid(String rest) {
        var path = rest;
        if (path.startsWith("//")) {
            int slash = path.indexOf('/', 2);
            if (slash < 0) {
                throw new AddressException("no address in the URI");
            }
            path = path.substring(slash + 1);
        }
        int end = path.length();
        for (char c : new char[] {'?', '#'}) {
            int i = path.indexOf(c);
            end = i >= 0 && i < end ? i : end;
        }
        return Jid.parse(PercentCoding.decode(PercentCoding.encode(path.substring(0, end), c -> c != ' ')));     // an IRI, too
    }

    /** A scheme, and no character that RFC 3986 does not allow; so it can close neither angle brackets nor a header field. */
    private static boolean isUri(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1 || text.length() > MAX || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = isLetter(c) || c >= '0' && c <= '9'
                    || (i < colon ? "+-.".indexOf(c) >= 0 : "-._~:/?#[]@!$&'()*+,;=%".indexOf(c) >= 0);
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
