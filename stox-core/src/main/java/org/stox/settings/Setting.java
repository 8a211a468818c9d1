package org.stox.settings;

import java.util.Optional;
import java.util.function.Function;

/**
 * One row of the list of settings.
 *
 * @param name the property name, such as {@code stox.sip.peer}
 * @param required whether the start fails without it
 * @param standard the value that holds without it, in words or as it would be written
 * @param meaning what it is, for the table of settings
 * @param right what a right value is, with an example: the end of the sentence that refuses a wrong one
 * @param parser text to value; throws {@link SettingException}
 */
public record Setting<T>(String name, boolean required, Optional<String> standard, String meaning, String right,
        Function<String, T> parser) {

    static <T> Setting<T> required(String name, String meaning, String right, Function<String, T> parser) {
        return new Setting<>(name, true, Optional.empty(), meaning, right, parser);
    }

    static <T> Setting<T> optional(String name, String standard, String meaning, String right, Function<String, T> parser) {
        return new Setting<>(name, false, Optional.of(standard), meaning, right, parser);
    }

    /** The name in the environment: {@code STOX_SIP_PEER}. */
    public String environmentName() {
        return EnvironmentNames.of(name);
    }

    /** Whether the value must never be shown: it is a secret, or may have one in it. */
    boolean secret() {
        return name.equals(StoxSettings.XMPP_SECRET) || name.equals(StoxSettings.STATE);
    }
}
