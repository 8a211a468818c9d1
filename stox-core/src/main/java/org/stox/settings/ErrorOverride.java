package org.stox.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.xmpp.StanzaError.Condition;

/** The settings {@code stox.error.404=gone} and {@code stox.error.conflict=486}: a row of RFC 7247 Table 3 or Table 2 replaced. */
final class ErrorOverride {

    private static final String CODE = "[3-6][0-9]{2}";

    /** What needs nothing beside it: no Contact as 3xx, no challenge as 401 and 407; and 408 is never sent (RFC 4320 §4.2). */
    private static final String NEW_CODE = "[4-6][0-9]{2}";
    private static final List<String> NOT_NEW = List.of("401", "407", "408");
    private static final List<String> CONDITIONS = Arrays.stream(Condition.values()).map(Condition::elementName).toList();

    private ErrorOverride() {
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
        if (key.equals(Condition.GONE.elementName())) {
            return Optional.of(name + " cannot be set: RFC 7247 leaves no choice, it is 301 with an address and 410 without, so remove it.");
        }
        return value.matches(NEW_CODE) && !NOT_NEW.contains(value) ? Optional.empty() : Optional.of(name + "=" + value
                + " is no status that can answer a MESSAGE: it must be a number from 400 to 699 other than 401, 407 and 408, such as 404.");
    }
}
