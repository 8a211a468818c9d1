package org.stox.address;

import java.util.Locale;

/** The host of a SIP URI, a Via (RFC 3261 §25.1, RFC 5118) or an MSRP URI: text only, nothing is resolved. */
public final class SipHost {

    private SipHost() {
    }

    public static String read(String text) {
        if (text.startsWith("[")) {
            return reference(text);
        }
        int label = 0;
        boolean numeric = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && label < i) {
                label = i + 1;
                numeric = numeric && i + 1 < text.length();
            } else if (c >= '0' && c <= '9') {
                continue;
            } else if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_') {
                numeric = false;
            } else {
                throw new AddressException("Bad host");
            }
        }
        if (text.isEmpty() || text.length() > 255 || numeric && !isIpv4(text)) {
            throw new AddressException("Bad host");
        }
        return text;
    }

    /** In the one form in which equal hosts are equal texts: lower case, IPv6 as RFC 5952 §4 has it. */
    public static String canonical(String text) {
        String read = read(text);
        return (read.startsWith("[") ? Ipv6.read(read) : read).toLowerCase(Locale.ROOT);
    }

    /** As written, but three colons before an IPv4 part become two (RFC 5118 §4.10). */
    private static String reference(String text) {
        String corrected = text.indexOf(":::") < 0 ? text : text.replace(":::", "::");
        Ipv6.read(corrected);
        return corrected;
    }

    private static boolean isIpv4(String text) {
        int parts = 0;
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int end = dot < 0 ? text.length() : dot;
            if (end == from || end - from > 3 || Integer.parseInt(text, from, end, 10) > 255) {
                return false;
            }
            parts++;
            from = end + 1;
        }
        return parts == 4;
    }
}
