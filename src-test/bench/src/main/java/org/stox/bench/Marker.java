package org.stox.bench;

import java.util.OptionalLong;

/** A body of 60 bytes that says when it was sent. */
final class Marker {

    private static final String PADDING = " Art thou not Romeo, and a Montague?" + ".".repeat(60);

    private Marker() {
    }

    static String body(long nanos) {
        return ("#" + nanos + "#" + PADDING).substring(0, 60);
    }

    static OptionalLong latency(String text, long now) {
        int from = text.lastIndexOf('#');
        int start = from < 0 ? -1 : text.lastIndexOf('#', from - 1);
        return start < 0 ? OptionalLong.empty() : OptionalLong.of(now - Long.parseLong(text.substring(start + 1, from)));
    }
}
