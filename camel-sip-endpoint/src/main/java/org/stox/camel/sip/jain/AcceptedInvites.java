package org.stox.camel.sip.jain;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import gov.nist.javax.sip.stack.SIPStackTimerTask;

/**
 * INVITE transactions that were answered 2xx, in the state that RFC 6026 §7.1 adds: for 64 * T1, Timer L, they take copies of their
 * INVITE without a word, and the 2xx goes the way that they know. The stack forgets them sooner.
 */
final class AcceptedInvites {

    private static final int TIMER_L = 64;

    private final Map<String, JainServerTransaction> transactions = new ConcurrentHashMap<>();
    private final JainStack stack;

    AcceptedInvites(JainStack stack) {
        this.stack = stack;
    }

    void add(String key, JainServerTransaction transaction) {
        transactions.put(key, transaction);
        stack.getTimer().schedule(new SIPStackTimerTask() {
            @Override
            public void runTask() {
                transactions.remove(key);
            }

            @Override
            public Object getThreadHash() {
                return key;
            }
        }, (long) TIMER_L * stack.t1());
    }

    Optional<JainServerTransaction> find(String key) {
        return Optional.ofNullable(transactions.get(key));
    }
}
