package org.stox.protocol.sdp;

import java.util.Locale;
import java.util.Optional;

/** Who opens the connection (RFC 4145 §4, RFC 6135 §4.2). {@code holdconn} is as if nothing were said. */
public enum Setup {

    ACTIVE, PASSIVE, ACTPASS;

    static Optional<Setup> read(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "active" -> Optional.of(ACTIVE);
            case "passive" -> Optional.of(PASSIVE);
            case "actpass" -> Optional.of(ACTPASS);
            default -> Optional.empty();
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
