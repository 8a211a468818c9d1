package org.stox.address;

import java.util.Locale;

import rocks.xmpp.precis.PrecisProfiles;

/**
 * The domainpart of a JID (RFC 7622 §3.2), and its form as the host of a SIP URI, which holds ASCII only (RFC 7247 §6.1):
 * U-labels there, A-labels here (RFC 5890), IPv6 references in brackets on both sides.
 */
public final class Domainpart {

    private static final int MAX_LABEL = 63;        // RFC 1034 §3.1
    private static final int MAX_NAME = 253;
    private static final String ACE = "xn--";

    private Domainpart() {
    }

    /** The canonical domainpart: lower case, U-labels, no final dot. A host of a SIP URI is read the same way. */
    public static String read(String text) {
        var domain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (isCanonical(domain)) {
            return domain;
        }
        if (domain.startsWith("[")) {
            return Ipv6.read(domain);
        }
        var labels = domain.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(labels[i]);
        }
        var name = String.join(".", labels);
        toHost(name);                               // its length as A-labels is limited too
        return JidCodec.limited(name, "domainpart");
    }

    /** A canonical domainpart as the host of a SIP URI. */
    public static String toHost(String domain) {
        if (isCanonical(domain) || domain.startsWith("[")) {
            return domain;
        }
        var labels = domain.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = isLdh(labels[i]) ? labels[i] : ACE + Punycode.encode(labels[i]);
            if (labels[i].length() > MAX_LABEL) {
                throw new AddressException("a label of the domain has more than " + MAX_LABEL + " characters");
            }
        }
        var host = String.join(".", labels);
        if (host.length() > MAX_NAME) {
            throw new AddressException("the domain has more than " + MAX_NAME + " characters");
        }
        return host;
    }

    private static String label(String label) {
        if (isLdh(label)) {
            var lower = label.toLowerCase(Locale.ROOT);
            return lower.startsWith(ACE) ? decoded(lower) : lower;
        }
        return uLabel(label);
    }

    private static String decoded(String aLabel) {
        var label = Punycode.decode(aLabel.substring(ACE.length()));
        var enforced = uLabel(label);
        if (isLdh(enforced) || !enforced.equals(label) || !Punycode.encode(enforced).equals(aLabel.substring(ACE.length()))) {
            throw new AddressException("not an A-label: " + Quote.of(aLabel));
        }
        return enforced;
    }

    /** RFC 5892: letters, digits and hyphens of any script, width and case mapped, with the bidi rule of RFC 5893. */
    private static String uLabel(String label) {
        var enforced = JidCodec.enforce(PrecisProfiles.USERNAME_CASE_MAPPED, label, "domainpart");
        for (int i = 0; i < enforced.length(); i++) {
            char c = enforced.charAt(i);
            if (c < 0x80 && !isLdh(c)) {
                throw new AddressException("the domainpart contains " + Quote.of(enforced.substring(i, i + 1)));
            }
        }
        int first = Character.getType(enforced.codePointAt(0));
        if (enforced.startsWith("-") || enforced.endsWith("-") || enforced.startsWith(ACE) || first == Character.NON_SPACING_MARK
                || first == Character.COMBINING_SPACING_MARK || first == Character.ENCLOSING_MARK) {
            throw new AddressException("not a domain label: " + Quote.of(enforced));
        }
        return enforced;
    }

    /** Whether nothing is left to do: lower-case ASCII labels of the right length, none of them an A-label. */
    private static boolean isCanonical(String domain) {
        int length = domain.length();
        int start = 0;
        for (int i = 0; i <= length; i++) {
            char c = i == length ? '.' : domain.charAt(i);
            if (c == '.') {
                if (i == start || i - start > MAX_LABEL || domain.charAt(start) == '-' || domain.charAt(i - 1) == '-'
                        || domain.startsWith(ACE, start)) {
                    return false;
                }
                start = i + 1;
            } else if (c >= 'A' && c <= 'Z' || !isLdh(c)) {
                return false;
            }
        }
        return length <= MAX_NAME;
    }

    private static boolean isLdh(String label) {
        if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
            return false;
        }
        for (int i = 0; i < label.length(); i++) {
            if (!isLdh(label.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLdh(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c >= 'A' && c <= 'Z';
    }
}
