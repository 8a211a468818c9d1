package org.stox.camel.sip;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.stox.protocol.sip.DeltaSeconds;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;

/**
 * How many subscriptions one sender may begin, and how often it may ask for the state of one user (RFC 6665 §4.4.3): each costs more on
 * the other side than a SUBSCRIBE costs to send. A refresh or an end is never held up. So many senders are remembered, the last ones.
 */
final class SubscribeRates {

    private static final int REMEMBERED = 10_000;

    /** Who comes with all his contacts at once, which may be 500, is no attack. */
    private static final int BURST_SECONDS = 100;
    private static final int POLL_BURST_SECONDS = 5;
    private static final double NANOS = 1e9;

    private final double perSender;
    private final double polls;
    private final LongSupplier nanoTime;
    private final Map<Object, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    private static final class Bucket {

        private double level;
        private long at;
    }

    /**
     * @param perSender new subscriptions in a second, 0 for any number
     * @param polls of one sender for one user in a second, 0 for any number
     */
    SubscribeRates(int perSender, int polls, LongSupplier nanoTime) {
        this.perSender = perSender;
        this.polls = polls;
        this.nanoTime = nanoTime;
    }

    boolean allows(SipRequest request) {
        if (!request.method().equals("SUBSCRIBE") || SipDialog.tag(request, "To").isPresent()) {
            return true;
        }
        var pair = Labels.of(request).pair();
        boolean poll = DeltaSeconds.of(request, "Expires").filter(seconds -> seconds == 0).isPresent();
        return (!poll || takes(pair, polls, POLL_BURST_SECONDS)) && takes(pair.from(), perSender, BURST_SECONDS);
    }

    private synchronized boolean takes(Object who, double rate, int burst) {
        if (rate == 0) {
            return true;
        }
        long now = nanoTime.getAsLong();
        var bucket = buckets.get(who);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.at = now;
            buckets.put(who, bucket);
        }
        bucket.level = Math.max(0, bucket.level - rate * (now - bucket.at) / NANOS);
        bucket.at = now;
        if (bucket.level + 1 > rate * burst) {
            return false;
        }
        bucket.level++;
        return true;
    }
}
