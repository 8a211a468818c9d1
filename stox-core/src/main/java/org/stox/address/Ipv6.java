package org.stox.address;

import java.util.ArrayList;
import java.util.List;

/** An IPv6 reference in brackets (RFC 3986 §3.2.2), in one form for each address (RFC 5952 §4); zones are refused. */
final class Ipv6 {

    private static final int GROUPS = 8;

    private Ipv6() {
    }

    static String read(String text) {
        if (!text.endsWith("]")) {
            throw malformed(text);
        }
        var address = text.substring(1, text.length() - 1);
        int gap = address.indexOf("::");
        var head = groups(gap < 0 ? address : address.substring(0, gap), text);
        var tail = gap < 0 ? List.<Integer>of() : groups(address.substring(gap + 2), text);
        int missing = GROUPS - head.size() - tail.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            throw malformed(text);
        }
        var all = new ArrayList<>(head);
        for (int i = 0; i < missing; i++) {
            all.add(0);
        }
        all.addAll(tail);
        return "[" + write(all) + "]";
    }

    private static List<Integer> groups(String part, String whole) {
        if (part.isEmpty()) {
            return List.of();
        }
        var groups = new ArrayList<Integer>();
        var written = part.split(":", -1);
        for (int i = 0; i < written.length; i++) {
            var g = written[i];
            if (i == written.length - 1 && g.indexOf('.') >= 0) {
                ipv4(g, groups, whole);
            } else {
                groups.add(number(g, 16, 4, whole));
            }
        }
        return groups;
    }

    private static void ipv4(String text, List<Integer> groups, String whole) {
        var octets = text.split("\\.", -1);
        if (octets.length != 4) {
            throw malformed(whole);
        }
        for (int i = 0; i < 4; i += 2) {
            int high = number(octets[i], 10, 3, whole);
            int low = number(octets[i + 1], 10, 3, whole);
            if (high > 255 || low > 255) {
                throw malformed(whole);
            }
            groups.add(high << 8 | low);
        }
    }

    private static int number(String text, int radix, int maxLength, String whole) {
        if (text.isEmpty() || text.length() > maxLength) {
            throw malformed(whole);
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw malformed(whole);
            }
            number = number * radix + digit;
        }
        return number;
    }

    /** The longest run of two or more zero groups, the first of equals, is written as two colons. */
    private static String write(List<Integer> groups) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups.get(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups.get(i)));
            }
        }
        return text.toString();
    }

    private static AddressException malformed(String text) {
        return new AddressException("not an IPv6 reference: " + Quote.of(text));
    }
}
