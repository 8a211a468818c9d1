package org.stox.protocol.msrp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Messages of a session that we have sent and that a response or a REPORT can still tell something of (RFC 4975 §7.1.1, §7.3.2), by
 * Message-ID. What asked for no report is not kept; the rest until all of it is confirmed, or one failure, or its time is over.
 */
public record SentMessages(Map<String, Sent> open) {

    public static final SentMessages NONE = new SentMessages(Map.of());

    /** The oldest gives way. */
    private static final int MAX = 1024;

    private static final int TIMEOUT = 408;

    /**
     * @param reference what the sender on our other side calls it: the id of its stanza
     * @param total its octets
     */
    public record Sent(String reference, long total, Reporting asked, Coverage confirmed, Instant since) { }

    /** What has become of a message. */
    public sealed interface Verdict {

        String messageId();

        String reference();

        /** All its octets are confirmed by REPORTs. */
        record Delivered(String messageId, String reference) implements Verdict { }

        /** It, or a part of it, is refused or lost: its other chunks are not sent. */
        record Failed(String messageId, String reference, int code) implements Verdict { }
    }

    /** The messages from now on, and what is known now of one. */
    public record Told(SentMessages messages, Optional<Verdict> verdict) { }

    public SentMessages {
        open = Collections.unmodifiableMap(new LinkedHashMap<>(open));
    }

    public SentMessages sent(String messageId, String reference, long total, Reporting asked, Instant now) {
        if (asked.equals(Reporting.NONE)) {
            return this;
        }
        var all = new LinkedHashMap<>(open);
        all.put(messageId, new Sent(reference, total, asked, Coverage.NONE, now));
        if (all.size() > MAX) {
            all.remove(all.keySet().iterator().next());
        }
        return new SentMessages(all);
    }

    /** A REPORT: a success counts only if it was asked for, a failure at once. One of a message that we do not know is ignored. */
    public Told on(MsrpRequest report) {
        var id = report.messageId().orElse("");
        var status = report.status();
        if (!open.containsKey(id) || status.isEmpty() || !status.get().isCode()) {
            return new Told(this, Optional.empty());
        }
        return status.get().code() == MsrpResponse.OK ? confirmed(id, report.byteRange()) : failed(id, status.get().code());
    }

    /** The response to a chunk of this message: a success says only that the next hop has it. */
    public Told on(MsrpResponse response, String messageId) {
        return response.isSuccess() || !open.containsKey(messageId) ? new Told(this, Optional.empty()) : failed(messageId, response.status());
    }

    /** No response to a chunk in 30 s, asked for by Failure-Report: yes; as 408 would be (§10.4). */
    public Told timedOut(String messageId) {
        return open.containsKey(messageId) && open.get(messageId).asked().failure() == Reporting.Failure.YES
                ? failed(messageId, TIMEOUT) : new Told(this, Optional.empty());
    }

    /** Without those that were sent before; their reports, if any, come too late. */
    public SentMessages expire(Instant before) {
        var left = new LinkedHashMap<>(open);
        left.values().removeIf(s -> s.since().isBefore(before));
        return left.size() == open.size() ? this : new SentMessages(left);
    }

    /** The session is over: what was asked for and never confirmed, in order; its senders should be told (§7.1.1). */
    public List<Verdict> end(int code) {
        var lost = new ArrayList<Verdict>();
        open.forEach((id, s) -> {
            if (s.asked().success()) {
                lost.add(new Verdict.Failed(id, s.reference(), code));
            }
        });
        return lost;
    }

    private Told confirmed(String id, Optional<ByteRange> range) {
        var sent = open.get(id);
        if (!sent.asked().success()) {
            return new Told(this, Optional.empty());
        }
        var confirmed = range.isEmpty() ? sent.confirmed().with(1, sent.total())
                : range.get().end().isPresent() ? sent.confirmed().with(range.get().start(), range.get().end().getAsLong())
                : sent.confirmed();                                 // a report that does not say up to where confirms nothing
        if (confirmed.isWhole(sent.total())) {
            return new Told(without(id), Optional.of(new Verdict.Delivered(id, sent.reference())));
        }
        var all = new LinkedHashMap<>(open);
        all.put(id, new Sent(sent.reference(), sent.total(), sent.asked(), confirmed, sent.since()));
        return new Told(new SentMessages(all), Optional.empty());
    }

    private Told failed(String id, int code) {
        return new Told(without(id), Optional.of(new Verdict.Failed(id, open.get(id).reference(), code)));
    }

    private SentMessages without(String id) {
        var left = new LinkedHashMap<>(open);
        left.remove(id);
        return new SentMessages(left);
    }
}
