package org.stox.settings;

import java.util.Arrays;
import java.util.List;

import org.stox.protocol.Octets;

/** An address, or all addresses that begin with the same bits (RFC 4632 §3.1, RFC 4291 §2.3). */
public record AddressRange(Octets address, int bits) {

    /** {@code 192.0.2.10}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}; brackets are taken too. */
    public static AddressRange parse(String text) {
        var slash = text.indexOf('/');
        var literal = slash < 0 ? text : text.substring(0, slash);
        if (literal.startsWith("[") && literal.endsWith("]")) {
            literal = literal.substring(1, literal.length() - 1);
        }
        var octets = IpAddress.parse(literal).orElseThrow(() -> new SettingException(
                text.isEmpty() ? "has an empty place in its list" : "has '" + text + "', which is no address"));
        var all = octets.length * 8;
        var bits = slash < 0 ? all : bits(text, text.substring(slash + 1), all);
        return new AddressRange(Octets.of(octets), bits);
    }

    /** A list with commas between. */
    public static List<AddressRange> parseList(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::trim).map(AddressRange::parse).toList();
    }

    private static int bits(String text, String number, int all) {
        if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) > all) {
            throw new SettingException("has '" + text + "', whose prefix length is no number from 0 to " + all);
        }
        return Integer.parseInt(number);
    }

    /** Whether an address, as its 4 or 16 octets, is inside. */
    public boolean contains(byte[] other) {
        if (other.length != address.length()) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (((other[i / 8] ^ address.at(i / 8)) >> 7 - i % 8 & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
