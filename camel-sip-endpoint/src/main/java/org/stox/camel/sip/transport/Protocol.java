package org.stox.camel.sip.transport;

import java.util.Locale;
import java.util.Optional;

/** The transport protocols of SIP that stox speaks (RFC 3261 §18). */
public enum Protocol {

    UDP, TCP;

    /** By the name that Via and URI parameters use, in any case. */
    public static Optional<Protocol> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "udp" -> Optional.of(UDP);
            case "tcp" -> Optional.of(TCP);
            default -> Optional.empty();
        };
    }

    public boolean reliable() {
        return this == TCP;
    }
}
