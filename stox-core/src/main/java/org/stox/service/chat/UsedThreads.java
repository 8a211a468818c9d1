package org.stox.service.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Threads and Call-IDs that sessions have had: none of them begins another (RFC7573-4-28, RFC7573-6.1-06). As many as memory should hold; a
 * dialog has fresh tags anyway. Steps are computed one after the other, so it is for one at a time.
 */
final class UsedThreads {

    private static final int MAX = 100_000;

    private final Map<String, Boolean> used = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX;
        }
    };

    boolean isUsed(String thread) {
        return used.containsKey(thread);
    }

    void used(String thread) {
        used.put(thread, true);
    }
}
