package org.stox.camel.msrp.wire;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.msrp.Continuation;
import org.stox.protocol.msrp.Malformed;
import org.stox.protocol.msrp.MessageAssembly.Outcome;
import org.stox.protocol.msrp.MsrpReader;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.SessionBinding;
import org.stox.protocol.msrp.WholeMessage;

/** What comes on one connection (RFC 4975 §7.3): each request is answered as it is owed, once, and whole messages go to the route. */
final class ChunkReceiver implements MsrpReader.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkReceiver.class);
    private static final int FORBIDDEN = 403;
    private static final int TIMEOUT = 408;
    private static final int BAD_TYPE = 415;
    private static final int STOP = 413;
    private static final int UNKNOWN_METHOD = 501;

    /** What is done with the request at hand. */
    private enum State { NONE, HELD, ASSEMBLED, DROPPED }

    private final Wire wire;
    private final Sessions sessions;
    private final MsrpConnection connection;
    private State state = State.NONE;
    private MsrpRequest head;
    private boolean headOfBody;
    private Optional<Continuation> heldEnd = Optional.empty();
    private Session session;            // of an assembled one
    private long dropped;

    ChunkReceiver(Wire wire, Sessions sessions, MsrpConnection connection) {
        this.wire = wire;
        this.sessions = sessions;
        this.connection = connection;
    }

    /** A body is being read: not a head. */
    boolean inMessage() {
        return state != State.NONE;
    }

    @Override
    public void request(MsrpRequest request, boolean body) {
        head = request;
        headOfBody = body;
        state = State.DROPPED;
        dropped = 0;
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {} {} of {} from {}", connection, request.method(), request.transaction(), request.to().last(), request.from().last());
        }
        switch (request.method()) {
            case MsrpRequest.SEND -> send(request, body);
            case MsrpRequest.REPORT -> report(request);
            default -> {
                wire.tap(true, request);
                answer(Event.ANSWERED_METHOD, UNKNOWN_METHOD);
            }
        }
    }

    private void send(MsrpRequest request, boolean body) {
        var found = bound(request);
        if (found.isEmpty()) {
            return;
        }
        session = found.get();
        if (body && !session.terms().takes().takes(request.contentType().orElseThrow())) {
            answer(Event.ANSWERED_TYPE, BAD_TYPE);
            return;
        }
        if (body && !wire.deliveries().isOpen()) {
            answer(Event.ANSWERED_BUSY, TIMEOUT);
            return;
        }
        state = State.ASSEMBLED;
        outcome(session.assembly().begin(request, body, wire.now()));
    }

    /** The session that the request names, its connection this one from now on; else it is answered. */
    private Optional<Session> bound(MsrpRequest request) {
        var found = sessions.find(request.to().last());
        if (found.isEmpty() && sessions.awaits(request.to().last(), connection)) {
            state = State.HELD;
            return found;
        }
        if (found.isEmpty()) {
            answer(Event.ANSWERED_NO_SESSION, SessionBinding.NO_SESSION);
            connection.guessed();
            return found;
        }
        var verdict = found.get().on(request, connection);
        if (verdict instanceof SessionBinding.Verdict.Refused<MsrpConnection> refused) {
            boolean other = refused.code() == SessionBinding.OTHER_CONNECTION;
            answer(other ? Event.ANSWERED_OTHER_CONNECTION : Event.ANSWERED_NO_SESSION, refused.code());
            connection.guessed();
            return Optional.empty();
        }
        if (found.get().connection().isEmpty() && !sessions.bind(found.get(), connection)) {
            answer(Event.CLOSED_CERTIFICATE, FORBIDDEN);
            connection.close("not the certificate of the session's peer");
            return Optional.empty();
        }
        return found;
    }

    @Override
    public boolean isHolding() {
        return state == State.HELD;
    }

    /** What was held is dealt with as it is now. */
    void proceed() {
        state = State.DROPPED;
        send(head, headOfBody);
        heldEnd.ifPresent(this::end);
        heldEnd = Optional.empty();
    }

    /** Nobody answers it (§7.1.2), and one that nobody waits for is dropped. */
    private void report(MsrpRequest request) {
        wire.tap(true, request);
        var of = sessions.find(request.to().last())
                .filter(s -> s.connection().filter(connection::equals).isPresent())
                .filter(s -> s.on(request, connection) instanceof SessionBinding.Verdict.Bound)
                .filter(s -> s.takes(request));
        if (of.isPresent() && wire.deliveries().offer(new MsrpReport(of.get().own(), request), failure -> connection.routed())) {
            wire.counters().add(Event.REPORTS_IN);
            connection.delivered();
        } else {
            wire.counters().add(Event.DROPPED_REPORT);
        }
    }

    @Override
    public void body(byte[] octets, int from, int to) {
        if (state == State.ASSEMBLED && isOurs()) {
            outcome(session.assembly().body(octets, from, to, wire.now()));
            return;
        }
        dropped += to - from;
        if (head.is(MsrpRequest.SEND) && dropped > Math.max(1 << 20, 4L * wire.settings().limits().queuedOctets())) {
            connection.close(Event.CLOSED_SLOW, "goes on with a message that was refused");
        }
    }

    /** The session may have ended since the chunk began, or have got another peer. */
    private boolean isOurs() {
        return sessions.has(session) && session.connection().filter(connection::equals).isPresent();
    }

    /** Before the end of a chunk only a refusal is of interest: it is told at once, as the end may never come. */
    private void outcome(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            refuse(refused.code());
        }
    }

    private void refuse(int code) {
        state = State.DROPPED;
        answer(code == STOP ? Event.ANSWERED_TOO_LARGE : Event.ANSWERED_MALFORMED, code);
    }

    @Override
    public void end(Continuation continuation) {
        if (state == State.HELD) {
            heldEnd = Optional.of(continuation);        // it has no body: head and end are one
            return;
        }
        var before = state;
        state = State.NONE;
        if (before != State.ASSEMBLED) {
            return;
        }
        if (!isOurs()) {
            answer(Event.ANSWERED_NO_SESSION, SessionBinding.NO_SESSION);
            return;
        }
        var outcome = session.assembly().end(continuation);
        if (outcome instanceof Outcome.Complete complete) {
            whole(complete.message());
        } else if (outcome instanceof Outcome.Refused refused) {
            refuse(refused.code());
            state = State.NONE;
        } else if (!(outcome instanceof Outcome.Nothing nothing) || nothing.why() != Outcome.Why.DROPPED) {
            answer(MsrpResponse.OK);
        }
    }

    /** It has its place in the route's queue before the sender is told that it is taken. */
    private void whole(WholeMessage message) {
        wire.tap(true, message);
        var of = session;
        boolean taken = wire.deliveries().offer(message, failure -> {
            connection.routed();
            failure.ifPresent(code -> sessions.undelivered(of, message, code));
        });
        if (taken) {
            wire.counters().add(Event.IN_TAKEN);
            connection.delivered();
            answer(MsrpResponse.OK);
        } else {
            answer(Event.ANSWERED_BUSY, TIMEOUT);
        }
    }

    private void answer(Event event, int code) {
        wire.counters().add(event);
        if (head.is(MsrpRequest.SEND)) {
            wire.counters().add(Event.IN_REFUSED);
        }
        LOG.debug("{}: {} {} gets {}", connection, head.method(), head.transaction(), code);
        answer(code);
    }

    private void answer(int code) {
        MsrpResponse.to(head, head.to().last(), code).ifPresent(connection::write);
    }

    @Override
    public void response(MsrpResponse response) {
        LOG.debug("{}: {} of {}", connection, response.status(), response.transaction());
        wire.tap(true, response);
        connection.response(response);
    }

    @Override
    public void malformed(Malformed malformed) {
        LOG.debug("{}: {}: {}", connection, malformed.transaction(), malformed.reason());
        wire.counters().add(Event.ANSWERED_MALFORMED);
        malformed.answer().ifPresent(connection::write);
        connection.guessed();
    }

    @Override
    public void broken(String reason) {
        connection.close(Event.CLOSED_BROKEN, reason);
    }
}
