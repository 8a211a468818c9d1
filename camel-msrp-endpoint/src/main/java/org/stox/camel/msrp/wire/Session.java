package org.stox.camel.msrp.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.stox.protocol.msrp.AssemblyRoom;
import org.stox.protocol.msrp.ByteRange;
import org.stox.protocol.msrp.MessageAssembly;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.SessionBinding;
import org.stox.protocol.sdp.MsrpSession;

/** A session as its node knows it: its terms, its connection, what it has handed over and what has come of it. On the node's loop. */
final class Session {

    /** So that no REPORT is passed on that nobody can be waiting for; the oldest gives way. */
    private static final int REPORTED = 256;

    private final Map<String, Pending> pending = new LinkedHashMap<>(4);
    private final Map<String, Integer> reported = new LinkedHashMap<>(4);      // Message-IDs and octets of what asked for reports
    private final AssemblyRoom room;
    private MsrpSession terms;
    private SessionBinding<MsrpConnection> binding;
    private Optional<MessageAssembly> assembly = Optional.empty();
    private Instant since;
    private int octets;             // of what is pending

    Session(MsrpSession terms, AssemblyRoom room, Instant now) {
        this.room = room;
        this.terms = terms;
        this.binding = SessionBinding.of(terms.session(), terms.agreed().peer());
        this.since = now;
    }

    MsrpUri own() {
        return binding.own();
    }

    String id() {
        return own().sessionId().orElseThrow();
    }

    MsrpSession terms() {
        return terms;
    }

    /** Over a relay of ours (RFC 4976). */
    boolean relayed() {
        return terms.agreed().own().uris().size() > 1;
    }

    /** Other terms; with another peer the connection is not that of this session any more. */
    Optional<MsrpConnection> replace(MsrpSession other, Instant now) {
        boolean samePeer = other.agreed().peer().equals(terms.agreed().peer());
        var before = binding.connection();
        terms = other;
        if (samePeer) {
            return Optional.empty();
        }
        binding = SessionBinding.of(other.session(), other.agreed().peer());
        since = now;
        return before;
    }

    SessionBinding.Verdict<MsrpConnection> on(MsrpRequest request, MsrpConnection arrived) {
        return binding.on(request, arrived);
    }

    void bind(MsrpConnection connection) {
        binding = binding.bound(connection);
    }

    Optional<MsrpConnection> connection() {
        return binding.connection();
    }

    Instant since() {
        return since;
    }

    /** What has come; made with the first chunk, as most sessions are idle. */
    MessageAssembly assembly() {
        if (assembly.isEmpty()) {
            assembly = Optional.of(new MessageAssembly(terms.limits(), room));
        }
        return assembly.get();
    }

    void expire(Instant before) {
        assembly.ifPresent(a -> a.expire(before));
    }

    MsrpRequest.Route route() {
        return MsrpRequest.Route.of(terms.agreed().own(), terms.agreed().peer());
    }

    /** The same on our route. */
    Outgoing routed(Outgoing message) {
        return new Outgoing(route(), message.messageId(), message.transaction(), message.reporting(), message.content(), message.body());
    }

    boolean isFull(MsrpSettings.Limits limits) {
        return pending.size() >= limits.queued() || octets >= limits.queuedOctets();
    }

    boolean knows(String messageId) {
        return pending.containsKey(messageId);
    }

    void add(Pending message) {
        pending.put(message.message().messageId(), message);
        octets += message.message().body().length();
        if (!message.message().reporting().equals(Reporting.NONE)) {
            reported.put(message.message().messageId(), message.message().body().length());
            if (reported.size() > REPORTED) {
                reported.remove(reported.keySet().iterator().next());
            }
        }
    }

    Optional<Pending> pending(String messageId) {
        return Optional.ofNullable(pending.get(messageId));
    }

    /** All that is pending, in order. */
    List<Pending> pending() {
        return new ArrayList<>(pending.values());
    }

    void remove(Pending message) {
        if (pending.remove(message.message().messageId(), message)) {
            octets -= message.message().body().length();
        }
    }

    /** A REPORT of a message that asked for one; that of its end, or of a failure, is the last. */
    boolean takes(MsrpRequest report) {
        var id = report.messageId().orElse("");
        var total = reported.get(id);
        if (total == null) {
            return false;
        }
        boolean failure = report.status().filter(s -> s.code() == MsrpResponse.OK).isEmpty();
        boolean whole = report.byteRange().filter(r -> !isWhole(r, total)).isEmpty();
        if (failure || whole) {
            reported.remove(id);
        }
        return true;
    }

    private static boolean isWhole(ByteRange range, int total) {
        return range.start() == 1 && range.end().isPresent() && range.end().getAsLong() >= total;
    }

    /** The connection is gone: what was not complete is no message (RFC7573-8-02). */
    void discard() {
        assembly.ifPresent(MessageAssembly::discard);
    }
}
