package org.stox.protocol.imdn;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a sender wants to hear of his message (RFC 5438 §6.2, §7.1.1.3). */
public enum Disposition {
    POSITIVE_DELIVERY, NEGATIVE_DELIVERY, PROCESSING, DISPLAY;

    /** The header of the wrapper that asks. */
    public static final String HEADER = "Disposition-Notification";

    /** A list with commas between; parameters and what is not known are passed over (RFC 5438 §7.2.1, §10). */
    public static Set<Disposition> readAll(String value) {
        var all = EnumSet.noneOf(Disposition.class);
        for (var part : value.split(",")) {
            int end = part.indexOf(';');
            var name = (end < 0 ? part : part.substring(0, end)).strip();
            for (var disposition : values()) {
                if (disposition.toString().equals(name)) {
                    all.add(disposition);
                }
            }
        }
        return all;
    }

    public static String write(Set<Disposition> asked) {
        return asked.stream().sorted().map(Disposition::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
