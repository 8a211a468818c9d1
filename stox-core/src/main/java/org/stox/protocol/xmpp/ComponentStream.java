package org.stox.protocol.xmpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A component's stream to its server (XEP-0114 §3): connect, header, handshake, open, and again when it is lost.
 * It holds no socket: events come in, {@link Action}s go out, and at {@link #deadline} it wants a {@link Event.Tick}.
 */
public record ComponentStream(Settings settings, State state, Instant since, Instant due, int failures) {

    public enum State {
        /** Nothing yet, or between two tries. */
        WAITING,
        CONNECTING, HEADER_SENT, HANDSHAKE_SENT, OPEN,
        /** Open, but silent: a ping is out. */
        PROBING,
        /** We said the end and wait for the peer's. */
        CLOSING,
        /** By the operator; for ever. */
        STOPPED
    }

    /** What the stream is for; the secret is never shown. */
    public record Settings(String domain, String secret) {

        @Override
        public String toString() {
            return domain;
        }
    }

    public sealed interface Event {
        /** The socket is connected. */
        record Connected() implements Event { }

        record Header(StreamHeader header) implements Event { }

        /** A top-level element that is no stanza, or any before the stream is open. */
        record Element(XmlElement element) implements Event { }

        /** Bytes came. */
        record Heard() implements Event { }

        /** Our reader, or a timer beside it, cannot go on. */
        record Broken(StreamError error) implements Event { }

        /** The peer sent its end tag. */
        record Ended() implements Event { }

        /** The socket is closed, or the connect failed. */
        record Disconnected(String why) implements Event { }

        /** It is {@link #deadline}; too early does no harm. */
        record Tick() implements Event { }

        /** The operator stops it. */
        record Stop() implements Event { }
    }

    public sealed interface Action {
        /** Open a socket. */
        record Connect() implements Action { }

        /** Write and flush. */
        record Send(String xml) implements Action { }

        /** Stanzas may go out. */
        record Opened() implements Action { }

        /** Send a ping to our own domain. */
        record Ping() implements Action { }

        /** No stanza goes out any more, and none that was written will be answered: it was open until now. */
        record Lost(String why) implements Action { }

        /** A try to open failed; the operator may have to act. */
        record Failed(String why) implements Action { }

        /** Close the socket, after what was sent. */
        record Disconnect() implements Action { }
    }

    /** The next state and what is to be done, in order. */
    public record Step(ComponentStream next, List<Action> actions) {

        public Step {
            actions = List.copyOf(actions);
        }
    }

    /** Waiting, with a first try due at once. */
    public static ComponentStream of(Settings settings, Instant now) {
        return new ComponentStream(settings, State.WAITING, now, now, 0);
    }

    /** @param jitter a fresh random number, 0 to 1 */
    public Step on(Event event, Instant now, double jitter) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** When the next {@link Event.Tick} is due. */
    public Optional<Instant> deadline() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Whether stanzas may be written. */
    public boolean open() {
        return state == State.OPEN || state == State.PROBING;
    }
}
