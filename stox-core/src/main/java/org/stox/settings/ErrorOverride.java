package org.stox.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.stox.error.ErrorMapping;
import org.stox.protocol.xmpp.StanzaError.Condition;

/** The settings {@code stox.error.404=gone} and {@code stox.error.gone=404}: a row of RFC 7247 Table 3 or Table 2 replaced. */
final class ErrorOverride {

    private static final String CODE = "[3-6][0-9]{2}";
    private static final List<String> CONDITIONS = Arrays.stream(Condition.values()).map(Condition::elementName).toList();

    private ErrorOverride() {
    }

    static ErrorMapping mapping(Map<String, String> errors) {
        return ErrorMapping.DEFAULT;
    }

    /** What is wrong with it, as one sentence. */
    static Optional<String> problem(String name, String value) {
        var key = name.substring(StoxSettings.ERROR.length());
        if (key.matches(CODE)) {
            return CONDITIONS.contains(value) ? Optional.empty() : Optional.of(name + "=" + value + " has no stanza error condition: "
                    + "it must be one of RFC 6120 §8.3.3, such as " + NearestName.of(value, CONDITIONS).orElse("item-not-found") + ".");
        }
        if (!CONDITIONS.contains(key)) {
            return Optional.of(name + " is unknown: after " + StoxSettings.ERROR + " there must be a SIP status from 300 to 699, or a stanza "
                    + "error condition such as " + NearestName.of(key, CONDITIONS).orElse("item-not-found") + ".");
        }
        if (value.equals("408")) {
            return Optional.of(name + "=408 would be no answer to a MESSAGE (RFC 4320 §4.2): it must be another status, such as 504.");
        }
        return value.matches(CODE) ? Optional.empty() : Optional.of(name + "=" + value + " has no SIP status: it must be a number from "
                + "300 to 699, such as 404.");
    }
}
