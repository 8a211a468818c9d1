package org.stox.protocol.sdp;

import java.util.Locale;

import org.stox.address.AddressException;
import org.stox.address.SipHost;

/** A c= line (RFC 8866 §5.7), its address without time to live: {@code IN IP4 192.0.2.1}. IPv6 without brackets, as SDP writes it. */
public record Connection(String network, String type, String address) {

    public Connection {
        if (!SdpTokens.isToken(network) || !SdpTokens.isToken(type) || address.isEmpty() || address.indexOf(' ') >= 0
                || !SdpTokens.isText(address)) {
            throw new SdpException("Bad c= line");
        }
    }

    /** For the host of a URI, with brackets or without. */
    public static Connection of(String host) {
        boolean six = host.indexOf(':') >= 0;
        return new Connection("IN", six ? "IP6" : "IP4", host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }

    public static Connection read(String value) {
        var parts = value.split(" ", -1);
        if (parts.length != 3) {
            throw new SdpException("Bad c= line");
        }
        return new Connection(parts[0], parts[1], parts[2]);
    }

    /** As the host of a URI has it: in lower case, IPv6 in brackets and in one form (RFC 5952). */
    public String uriHost() {
        var text = address.indexOf(':') >= 0 ? '[' + address + ']' : address;
        try {
            return SipHost.canonical(text);
        } catch (AddressException e) {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return network + ' ' + type + ' ' + address;
    }
}
