package org.stox.settings;

import java.util.Locale;

/** The next hop of the SIP side: where every request goes that the gateway sends. */
public record SipPeer(HostPort address, Transport transport) {

    /** What requests go by, as long as they are small enough for it (RFC 3261 §18.1.1). */
    public enum Transport { UDP, TCP }

    private static final String PARAMETER = ";transport=";

    /** {@code 192.0.2.10:5060}, {@code pbx.example.net:5060;transport=tcp}. */
    public static SipPeer parse(String text) {
        var semicolon = text.indexOf(';');
        if (semicolon < 0) {
            return new SipPeer(HostPort.parse(text), Transport.UDP);
        }
        var address = HostPort.parse(text.substring(0, semicolon));
        var parameter = text.substring(semicolon).toLowerCase(Locale.ROOT);
        for (var transport : Transport.values()) {
            if (parameter.equals(PARAMETER + transport.name().toLowerCase(Locale.ROOT))) {
                return new SipPeer(address, transport);
            }
        }
        throw new SettingException(parameter.startsWith(PARAMETER) ? "has a transport that is neither udp nor tcp"
                : "has something after the port that is not ;transport=udp or ;transport=tcp");
    }

    @Override
    public String toString() {
        return address + (transport == Transport.TCP ? PARAMETER + "tcp" : "");
    }
}
