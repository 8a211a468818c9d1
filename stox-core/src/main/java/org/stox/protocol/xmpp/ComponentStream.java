package org.stox.protocol.xmpp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.xml.StreamError;
import org.stox.protocol.xml.StreamError.Condition;
import org.stox.protocol.xml.StreamHeader;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlOutput;
import org.stox.protocol.xmpp.ComponentStream.Action.Connect;
import org.stox.protocol.xmpp.ComponentStream.Action.Disconnect;
import org.stox.protocol.xmpp.ComponentStream.Action.Failed;
import org.stox.protocol.xmpp.ComponentStream.Action.Lost;
import org.stox.protocol.xmpp.ComponentStream.Action.Opened;
import org.stox.protocol.xmpp.ComponentStream.Action.Ping;
import org.stox.protocol.xmpp.ComponentStream.Action.Send;

/**
 * A component's stream to its server (XEP-0114 §3): connect, header, handshake, open, and again when it is lost. It holds no socket:
 * events come in, {@link Action}s go out, and at {@link #deadline} it wants a {@link Event.Tick}. After {@link Action.Disconnect} the
 * events of that socket are of no interest and are not to be passed on.
 *
 * @param since when the state began; OPEN and PROBING are one here
 * @param due when its time is up
 * @param failures tries in a row that ended too early
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

    /**
     * What the stream is for; the secret is never shown.
     *
     * @param connect how long the socket may take
     * @param handshake how long the server's header, and its answer to the handshake, may take
     * @param idle how long the server may be silent before a ping, and as long again after it
     */
    public record Settings(String domain, String secret, Duration connect, Duration handshake, Duration idle) {

        /** With the times that XMPP servers are used to. */
        public Settings(String domain, String secret) {
            this(domain, secret, CONNECT, HANDSHAKE, IDLE);
        }

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
        record Send(String xml) implements Action {

            /** Without what it says: the handshake is as good as the secret. */
            @Override
            public String toString() {
                return "Send[" + xml.length() + " characters]";
            }
        }

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

    public static final Duration CONNECT = Duration.ofSeconds(5);
    public static final Duration HANDSHAKE = Duration.ofSeconds(10);
    public static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final String END = "</stream:stream>";

    /** Waiting, with a first try due at once. */
    public static ComponentStream of(Settings settings, Instant now) {
        return new ComponentStream(settings, State.WAITING, now, now, 0);
    }

    /** When the next {@link Event.Tick} is due. */
    public Optional<Instant> deadline() {
        return state == State.STOPPED ? Optional.empty() : Optional.of(due);
    }

    /** Whether stanzas may be written. */
    public boolean open() {
        return state == State.OPEN || state == State.PROBING;
    }

    /** @param jitter a fresh random number, 0 to 1 */
    public Step on(Event event, Instant now, double jitter) {
        if (event instanceof Event.Connected) {
            return connected(now);
        }
        if (event instanceof Event.Header header) {
            return header(header.header(), now, jitter);
        }
        if (event instanceof Event.Element element) {
            return element(element.element(), now, jitter);
        }
        if (event instanceof Event.Heard) {
            return heard(now);
        }
        if (event instanceof Event.Broken broken) {
            return broken(broken.error(), now, jitter);
        }
        if (event instanceof Event.Ended) {
            return ended(now, jitter);
        }
        if (event instanceof Event.Disconnected disconnected) {
            return disconnected(disconnected.why(), now, jitter);
        }
        if (event instanceof Event.Tick) {
            return now.isBefore(due) ? stay() : timeUp(now, jitter);
        }
        if (event instanceof Event.Stop) {
            return stop(now);
        }
        throw new AssertionError(event);
    }

    private Step connected(Instant now) {
        return switch (state) {
            case CONNECTING -> go(State.HEADER_SENT, now, settings.handshake(), new Send(openTag()));
            case WAITING, HEADER_SENT, HANDSHAKE_SENT, OPEN, PROBING, CLOSING, STOPPED -> stay();
        };
    }

    private String openTag() {
        return new XmlOutput().raw("<?xml version='1.0'?><stream:stream xmlns='").raw(Stanza.NAMESPACE).raw("' xmlns:stream='")
                .raw(StreamError.STREAMS).raw("' to='").value(settings.domain()).raw("'>").toString();
    }

    private Step header(StreamHeader header, Instant now, double jitter) {
        return switch (state) {
            case HEADER_SENT -> header.namespace().equals(Stanza.NAMESPACE) ? handshake(header.id().orElse(""), now, jitter)
                    : broken(StreamError.of(Condition.INVALID_NAMESPACE), now, jitter);
            case WAITING, CONNECTING, HANDSHAKE_SENT, OPEN, PROBING, CLOSING, STOPPED -> stay();
        };
    }

    private Step handshake(String streamId, Instant now, double jitter) {
        return streamId.isEmpty() ? broken(StreamError.of(Condition.BAD_FORMAT, "a stream without id"), now, jitter)
                : go(State.HANDSHAKE_SENT, now, settings.handshake(),
                        new Send("<handshake>" + digest(streamId, settings.secret()) + "</handshake>"));
    }

    /** XEP-0114 §3: hex of the SHA-1 of stream id and secret, lower case. */
    static String digest(String streamId, String secret) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest((streamId + secret).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);         // every Java platform has it
        }
    }

    private Step element(XmlElement element, Instant now, double jitter) {
        var error = StreamError.read(element);
        if (error.isPresent()) {
            return failed(error.get(), now, jitter);
        }
        return switch (state) {
            case HANDSHAKE_SENT -> element.is(Stanza.NAMESPACE, "handshake") ? go(State.OPEN, now, settings.idle(), new Opened())
                    : broken(StreamError.of(Condition.UNSUPPORTED_STANZA_TYPE), now, jitter);
            case HEADER_SENT -> broken(StreamError.of(Condition.UNSUPPORTED_STANZA_TYPE), now, jitter);
            case WAITING, CONNECTING, OPEN, PROBING, CLOSING, STOPPED -> stay();
        };
    }

    /** The peer's stream error: it closes, so do we (RFC 6120 §4.9.1.1). */
    private Step failed(StreamError error, Instant now, double jitter) {
        return switch (state) {
            case HEADER_SENT, HANDSHAKE_SENT, OPEN, PROBING -> retry(reason(error), pause(error.condition(), now, jitter), now,
                    new Send(END), new Disconnect());
            case CLOSING -> go(State.STOPPED, now, Duration.ZERO, new Disconnect());
            case WAITING, CONNECTING, STOPPED -> stay();
        };
    }

    /** In words that tell an operator where to look. */
    private String reason(StreamError error) {
        return switch (error.condition()) {
            case NOT_AUTHORIZED -> "the server does not take this domain with this secret (" + error + ")";
            case HOST_UNKNOWN -> "the server does not know this domain as a component (" + error + ")";
            case CONFLICT -> "another connection serves this domain already (" + error + ")";
            default -> "the server says " + error;
        };
    }

    private Step heard(Instant now) {
        return switch (state) {
            case OPEN, PROBING -> silent(State.OPEN, now);
            case WAITING, CONNECTING, HEADER_SENT, HANDSHAKE_SENT, CLOSING, STOPPED -> stay();
        };
    }

    private Step broken(StreamError error, Instant now, double jitter) {
        return switch (state) {
            case HEADER_SENT, HANDSHAKE_SENT, OPEN, PROBING -> retry("the stream is broken: " + error, pause(now, jitter), now,
                    new Send(error.toXml() + END), new Disconnect());
            case CLOSING -> go(State.STOPPED, now, Duration.ZERO, new Disconnect());
            case WAITING, CONNECTING, STOPPED -> stay();
        };
    }

    private Step ended(Instant now, double jitter) {
        return switch (state) {
            case HEADER_SENT, HANDSHAKE_SENT, OPEN, PROBING -> retry("the server closed the stream", pause(now, jitter), now,
                    new Send(END), new Disconnect());
            case CLOSING -> go(State.STOPPED, now, Duration.ZERO, new Disconnect());
            case WAITING, CONNECTING, STOPPED -> stay();
        };
    }

    private Step disconnected(String why, Instant now, double jitter) {
        return switch (state) {
            case CONNECTING, HEADER_SENT, HANDSHAKE_SENT, OPEN, PROBING -> retry(why, pause(now, jitter), now);
            case CLOSING -> go(State.STOPPED, now, Duration.ZERO);
            case WAITING, STOPPED -> stay();
        };
    }

    private Step timeUp(Instant now, double jitter) {
        return switch (state) {
            case WAITING -> go(State.CONNECTING, now, settings.connect(), new Connect());
            case CONNECTING -> retry("no connection within " + settings.connect().toMillis() + " ms", pause(now, jitter), now,
                    new Disconnect());
            case HEADER_SENT, HANDSHAKE_SENT -> broken(StreamError.of(Condition.CONNECTION_TIMEOUT, "no handshake"), now, jitter);
            case OPEN -> silent(State.PROBING, now, new Ping());
            case PROBING -> broken(StreamError.of(Condition.CONNECTION_TIMEOUT, "silent"), now, jitter);
            case CLOSING -> go(State.STOPPED, now, Duration.ZERO, new Disconnect());
            case STOPPED -> stay();
        };
    }

    private Step stop(Instant now) {
        return switch (state) {
            case WAITING -> go(State.STOPPED, now, Duration.ZERO);
            case CONNECTING -> go(State.STOPPED, now, Duration.ZERO, new Disconnect());
            case HEADER_SENT, HANDSHAKE_SENT -> go(State.CLOSING, now, CLOSE, new Send(END));
            case OPEN, PROBING -> go(State.CLOSING, now, CLOSE, new Lost("stopped"), new Send(END));
            case CLOSING, STOPPED -> stay();
        };
    }

    private Step stay() {
        return new Step(this, List.of());
    }

    private Step go(State next, Instant now, Duration time, Action... actions) {
        return new Step(new ComponentStream(settings, next, now, now.plus(time), failures), List.of(actions));
    }

    /** Open still, and now it is to be heard of within the time. */
    private Step silent(State next, Instant now, Action... actions) {
        return new Step(new ComponentStream(settings, next, since, now.plus(settings.idle()), failures), List.of(actions));
    }

    private Step retry(String why, Duration pause, Instant now, Action... actions) {
        var all = new ArrayList<Action>(List.of(actions));
        all.add(open() ? new Lost(why) : new Failed(why));
        return new Step(new ComponentStream(settings, State.WAITING, now, now.plus(pause), earlierFailures(now) + 1), all);
    }

    private Duration pause(Condition condition, Instant now, double jitter) {
        return BackOff.needsOperator(condition) ? BackOff.forOperator(jitter) : pause(now, jitter);
    }

    private Duration pause(Instant now, double jitter) {
        return BackOff.pause(earlierFailures(now), jitter);
    }

    /** A stream that was open for a while begins anew; one that is thrown out again and again does not. */
    private int earlierFailures(Instant now) {
        return open() && BackOff.isProven(Duration.between(since, now)) ? 0 : failures;
    }
}
