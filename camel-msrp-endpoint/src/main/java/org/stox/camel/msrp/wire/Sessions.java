package org.stox.camel.msrp.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.AssemblyRoom;
import org.stox.protocol.msrp.Chunker;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.MsrpStatus;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.SessionBinding;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.MsrpSession;

/** The sessions of a node and what becomes of their messages (RFC 4975 §5, §7). All on its loop. */
final class Sessions implements MsrpConnection.Upper {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int TOO_LARGE = 413;
    private static final int TIMEOUT = 408;
    private static final int UNAVAILABLE = 503;

    private final Wire wire;
    private final Executor loop;
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();       // changed on the loop only
    private final AssemblyRoom room;
    private final Offers offers = new Offers();

    Sessions(Wire wire, Executor loop) {
        this.wire = wire;
        this.loop = loop;
        this.room = new AssemblyRoom(wire.settings().limits().unfinishedOctets());
    }

    int size() {
        return sessions.size();
    }

    /** By its session id: behind a middlebox the rest of the URI may differ (RFC 6714). */
    Optional<Session> find(MsrpUri own) {
        return own.sessionId().map(sessions::get);
    }

    boolean has(Session session) {
        return sessions.get(session.id()) == session;
    }

    /** A session from now on, or other terms of one. */
    Session register(MsrpSession terms) {
        var known = find(terms.session());
        if (known.isPresent()) {
            known.get().replace(terms, wire.now()).ifPresent(before -> {
                before.outbox().end(known.get().own());
                before.detach(known.get());
                known.get().pending().forEach(p -> fail(known.get(), p, Refusal.sip(UNAVAILABLE, "The session has another peer now")));
            });
            return known.get();
        }
        var session = new Session(terms, room, wire.now());
        sessions.put(session.id(), session);
        offers.answered(session.id()).ifPresent(c -> loop.execute(c::proceed));     // once it is known who connects
        LOG.debug("{}: is there, {}", session.own(), terms.agreed().active() ? "connects" : "waits for its peer");
        return session;
    }

    void offered(String sessionId) {
        offers.offered(sessionId, wire.now());
    }

    /** Whether a request for what is no session may wait a moment: its session is on offer, and its answer on its way to us. */
    boolean awaits(MsrpUri own, MsrpConnection connection) {
        return !connection.isRelay() && own.sessionId().filter(id -> offers.hold(id, connection, wire.now())).isPresent();
    }

    /** False where the connection has not the certificate that the session wants. */
    boolean bind(Session session, MsrpConnection connection) {
        var agreed = session.terms().agreed();
        boolean secure = session.own().secure();
        if (secure && !connection.tls().filter(e -> wire.settings().tls()
                .filter(t -> t.accepts(e, agreed.fingerprints(), agreed.peer().first().host())).isPresent()).isPresent()) {
            lose(session, "the peer has not the certificate that it named");
            return false;
        }
        attach(session, connection);
        return true;
    }

    /** What waits goes there. */
    void attach(Session session, MsrpConnection connection) {
        session.bind(connection);
        connection.attach(session);
        session.pending().forEach(p -> connection.send(session.routed(p.message())));
    }

    void send(Outgoing message, Fate fate) {
        var found = find(message.session());
        if (found.isEmpty()) {
            wire.counters().add(Event.OUT_FAILED);
            fate.failed(Refusal.sip(SessionBinding.NO_SESSION, "No Such Session"));
            return;
        }
        var session = found.get();
        var limits = wire.settings().limits();
        if (!session.terms().agreed().accept().takes((long) message.body().length())) {
            refuse(fate, Refusal.sip(TOO_LARGE, "Message too large for the peer"));
        } else if (session.knows(message.messageId())) {
            refuse(fate, Refusal.sip(400, "Message-ID is used twice"));
        } else if (session.isFull(limits)
                || session.connection().filter(c -> c.outbox().waiting() >= 4 * limits.queuedOctets()).isPresent()) {
            refuse(fate, Refusal.sip(UNAVAILABLE, "Too much waits for the peer"));
        } else {
            session.add(new Pending(message, fate));
            session.connection().ifPresent(c -> c.send(session.routed(message)));
        }
    }

    private void refuse(Fate fate, Refusal refusal) {
        wire.counters().add(Event.OUT_FAILED);
        fate.failed(refusal);
    }

    void report(MsrpReport report, Fate fate) {
        var connection = find(report.session()).flatMap(Session::connection).filter(MsrpConnection::isReady);
        if (connection.isEmpty()) {
            fate.failed(Refusal.sip(SessionBinding.NO_SESSION, "No Such Session"));
            return;
        }
        wire.counters().add(Event.REPORTS_OUT);
        connection.get().write(report.request());
        fate.done();
    }

    /** The end of a session, by our side. */
    void close(MsrpClose close, Fate fate) {
        find(close.session()).ifPresent(session -> {
            sessions.remove(session.id());
            LOG.debug("{}: is over: {}", session.own(), close.reason());
            end(session, close.reason());
        });
        fate.done();
    }

    private void end(Session session, String reason) {
        session.discard();
        session.connection().ifPresent(c -> {
            c.outbox().end(session.own());
            c.detach(session);
        });
        session.pending().forEach(p -> fail(session, p, Refusal.sip(UNAVAILABLE, reason)));
    }

    /** The session has no connection any more, and its route is told so. */
    void lose(Session session, String reason) {
        if (sessions.remove(session.id(), session)) {
            LOG.debug("{}: is lost: {}", session.own(), reason);
            wire.counters().add(Event.LOST);
            end(session, reason);
            wire.deliveries().close(new MsrpClose(session.own(), reason));
        }
    }

    @Override
    public void ready(MsrpConnection connection) {
        connection.sessions().forEach(s -> greet(s, connection));
    }

    /** Who has connected sends a SEND at once, so that the peer knows whose the connection is (RFC 4975 §5.4). */
    void greet(Session session, MsrpConnection connection) {
        if (session.pending().isEmpty()) {
            connection.send(Outgoing.empty(session.route(), wire.ids()::next));
        }
    }

    @Override
    public void chunk(Chunker.Sent sent) {
        pending(sent).ifPresent(p -> p.chunk(sent.last()));
    }

    @Override
    public void written(Chunker.Sent last, boolean success) {
        if (success) {
            pending(last).filter(Pending::written).ifPresent(p -> done(last, p));
        }
    }

    @Override
    public void answered(Chunker.Sent chunk, MsrpResponse response) {
        if (response.isSuccess()) {
            pending(chunk).filter(Pending::answered).ifPresent(p -> done(chunk, p));
            return;
        }
        if (pending(chunk).isPresent()) {
            failed(chunk, Refusal.sip(response.status(), response.comment().orElse("Refused by the peer")));
        } else {
            find(chunk.session()).ifPresent(s -> reported(s, chunk, response));
        }
        if (response.status() == SessionBinding.NO_SESSION || response.status() == SessionBinding.OTHER_CONNECTION) {
            find(chunk.session()).ifPresent(s -> lose(s, "the peer answers " + response.status()));
        }
    }

    /** With Failure-Report: partial a message is done when it is written, and what the peer says then is as good as its REPORT (§7.1.1). */
    private void reported(Session session, Chunker.Sent chunk, MsrpResponse response) {
        var route = new MsrpRequest.Route(MsrpPath.of(session.own()), session.terms().agreed().peer());
        var report = MsrpRequest.report(response.transaction(), route, chunk.messageId(), chunk.range(), MsrpStatus.of(response.status()));
        if (session.takes(report)) {
            wire.deliveries().offer(new MsrpReport(session.own(), report), failure -> { });
        }
    }

    @Override
    public void timedOut(Chunker.Sent chunk) {
        failed(chunk, Refusal.sip(TIMEOUT, "No answer from the peer"));
    }

    private void failed(Chunker.Sent chunk, Refusal refusal) {
        find(chunk.session()).ifPresent(session -> {
            session.connection().ifPresent(c -> c.outbox().abort(chunk.messageId()));
            session.pending(chunk.messageId()).ifPresent(p -> fail(session, p, refusal));
        });
    }

    private Optional<Pending> pending(Chunker.Sent sent) {
        return find(sent.session()).flatMap(s -> s.pending(sent.messageId()));
    }

    private void done(Chunker.Sent sent, Pending pending) {
        find(sent.session()).ifPresent(s -> s.remove(pending));
        wire.counters().add(Event.OUT_SENT);
        pending.done();
    }

    private void fail(Session session, Pending pending, Refusal refusal) {
        session.remove(pending);
        wire.counters().add(Event.OUT_FAILED);
        pending.failed(refusal);
    }

    /** The route could not deliver it: its sender has its 200 already, and is told by a REPORT if that is owed (§7.1.4). On any thread. */
    void undelivered(Session session, WholeMessage message, int code) {
        loop.execute(() -> {
            wire.counters().add(Event.IN_FAILED);
            if (has(session)) {
                session.connection().ifPresent(c -> message.report(wire.ids().next(), session.own(), code).ifPresent(c::write));
            }
        });
    }

    @Override
    public void closed(MsrpConnection connection, String reason) {
        connection.sessions().forEach(s -> lose(s, reason));
    }

    /** All that is left fails. */
    void stop() {
        new ArrayList<>(sessions.values()).forEach(s -> lose(s, "MSRP is stopping"));
    }

    /** What the time brings. */
    void tick(Instant now) {
        var timers = wire.settings().timers();
        for (var session : new ArrayList<>(sessions.values())) {
            if (session.connection().isEmpty() && session.since().plus(timers.bind()).isBefore(now)) {
                lose(session, "no connection has come");
            } else {
                session.expire(now.minus(timers.message()));
            }
        }
        offers.expire(now).forEach(MsrpConnection::proceed);
        wire.deliveries().retry();
    }
}
