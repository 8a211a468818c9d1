package org.stox.camel.sip.jain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What requests other than INVITE were answered over UDP, for 64 * T1, Timer J (RFC 3261 §17.2.2): a copy of the request gets the same
 * octets. The machine ends with the answer, as over TCP; its many objects would linger for half a minute, and be marked and copied all
 * the time. What is over goes as others come.
 */
final class AnsweredRequests {

    private static final int TIMER_J = 64;

    private record Answer(byte[] octets, long since) { }

    private final Map<String, Answer> answers = new LinkedHashMap<>();      // in the order of their time
    private final long nanos;
    private final LongSupplier nanoTime;

    AnsweredRequests(int t1, LongSupplier nanoTime) {
        this.nanos = TimeUnit.MILLISECONDS.toNanos((long) TIMER_J * t1);
        this.nanoTime = nanoTime;
    }

    synchronized void add(String key, byte[] octets) {
        forget();
        answers.put(key, new Answer(octets, nanoTime.getAsLong()));
    }

    synchronized Optional<byte[]> find(String key) {
        forget();
        return Optional.ofNullable(answers.get(key)).map(Answer::octets);
    }

    synchronized int size() {
        forget();
        return answers.size();
    }

    private void forget() {
        var oldest = answers.values().iterator();
        while (oldest.hasNext() && nanoTime.getAsLong() - oldest.next().since() >= nanos) {
            oldest.remove();
        }
    }
}
