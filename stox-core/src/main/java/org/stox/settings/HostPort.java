package org.stox.settings;

import java.util.regex.Pattern;

/** Where a socket is: a host name, an IPv4 address or an IPv6 address in brackets, and a port. */
public record HostPort(String host, int port) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?\\.?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    /** {@code example.com:5347}, {@code 192.0.2.1:5060}, {@code [2001:db8::1]:5060}. */
    public static HostPort parse(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new SettingException("has no port");
        }
        var host = host(text.substring(0, colon));
        return new HostPort(host, port(text.substring(colon + 1)));
    }

    /** A host without port; an IPv6 address in brackets. */
    static String host(String text) {
        if (text.isEmpty()) {
            throw new SettingException("has no host");
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            if (IpAddress.parse(text.substring(1, text.length() - 1)).filter(a -> a.length == 16).isEmpty()) {
                throw new SettingException("has no IPv6 address in its brackets");
            }
            return text;
        }
        if (text.indexOf(':') >= 0) {
            throw new SettingException(IpAddress.parse(text).isPresent() ? "has an IPv6 address without brackets"
                    : "has a colon too many");
        }
        if (!HOST.matcher(text).matches() || text.contains("..")) {
            throw new SettingException("has a host that is no host name and no address");
        }
        if (NUMBERS.matcher(text).matches() && IpAddress.parse(text).isEmpty()) {
            throw new SettingException("has a host that is no IPv4 address");
        }
        return text;
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            throw new SettingException("has no port");
        }
        try {
            var port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535 && Character.isDigit(text.charAt(0))) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new SettingException("has a port that is no number from 1 to 65535");
    }

    /** The host as a socket takes it: an IPv6 address without its brackets. */
    public String address() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
