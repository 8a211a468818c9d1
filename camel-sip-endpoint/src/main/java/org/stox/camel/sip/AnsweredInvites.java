package org.stox.camel.sip;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.stox.camel.sip.InviteId.Branch;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/**
 * INVITEs of the peer that we accepted (RFC 3261 §13.3.1.4): the 2xx goes again after T1, doubling up to T2, until its ACK comes, for no
 * longer than 64 * T1; over TCP too, as a proxy may have lost it behind. Its ACK counts once.
 */
final class AnsweredInvites {

    /** What an ACK is. */
    enum Ack { FIRST, AGAIN, UNKNOWN }

    /** Runs something later. */
    interface Later {

        void run(Runnable task, long nanos);
    }

    private static final int T2 = 8;                        // times T1, as 4 s are of 500 ms
    private static final int END = 64;

    private final Map<Branch, Answered> answered = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final SipTransactions transactions;
    private final long t1;
    private final Later later;
    private final Runnable unacknowledged;

    /** @param unacknowledged told of each whose ACK did not come */
    AnsweredInvites(SipTransactions transactions, long t1Nanos, Later later, Runnable unacknowledged) {
        this.transactions = transactions;
        this.t1 = t1Nanos;
        this.later = later;
        this.unacknowledged = unacknowledged;
    }

    private final class Answered {

        private final TransactionId id;
        private final Branch branch;
        private boolean acknowledged;
        private int sent;                                   // after so many times T1

        private Answered(TransactionId id, Branch branch) {
            this.id = id;
            this.branch = branch;
        }

        private synchronized Ack acknowledge() {
            if (acknowledged) {
                return Ack.AGAIN;
            }
            acknowledged = true;
            waiting.decrementAndGet();
            return Ack.FIRST;
        }

        private void next(int interval) {
            int left = END - sent;
            later.run(() -> due(interval, left), Math.min(interval, left) * t1);
        }

        private void due(int interval, int left) {
            sent += Math.min(interval, left);
            if (sent >= END) {
                answered.remove(branch, this);
                if (acknowledge() == Ack.FIRST) {
                    unacknowledged.run();
                }
            } else if (waits()) {
                transactions.again(id);
                next(Math.min(2 * interval, T2));
            } else {
                next(END);
            }
        }

        private synchronized boolean waits() {
            return !acknowledged;
        }
    }

    /** Before the 2xx is sent: its ACK may be quick. */
    void answered(TransactionId id, SipResponse ok) {
        var one = new Answered(id, Branch.of(ok));
        waiting.incrementAndGet();
        answered.put(one.branch, one);
        one.next(1);
    }

    Ack acknowledged(SipRequest ack) {
        return Optional.ofNullable(answered.get(Branch.of(ack))).map(Answered::acknowledge).orElse(Ack.UNKNOWN);
    }

    /** Those whose ACK has not come yet. */
    int waiting() {
        return waiting.get();
    }
}
