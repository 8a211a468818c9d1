package org.stox.settings;

/** A value that a setting cannot take; the message is the middle of a sentence, such as {@code has no port}. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public SettingException(String message) {
        super(message);
    }
}
