package org.stox.protocol.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which written stanzas the server has taken, as group commit: a ping (XEP-0199) to our own domain comes back only after all that was
 * written before it. One ping is out at a time; what is written meanwhile waits for the next. Not for several threads.
 *
 * @param <T> what waits
 */
public final class Fence<T> {

    public Fence(Duration deadline) {
        throw new UnsupportedOperationException("skeleton" + deadline);
    }

    /** The stanza was written, in the stream's order. An error stanza is its answer if it comes from {@code to} with this id. */
    public void written(String to, String id, T waiting, Instant now) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Asked before each flush and after each pong: true if a ping with this id must be written now; it covers all written so far. */
    public boolean ping(String id) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The ping came back (result or error alike): what the server has taken. Empty if the id is not that of the ping that is out. */
    public List<T> pong(String id) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** An error stanza came: what it answers, if it answers one of ours that is still waiting. */
    public Optional<T> refused(String from, String id) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** What has waited for the deadline or longer; it waits no more. */
    public List<T> expired(Instant now) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** When {@link #expired} has something to give. */
    public Optional<Instant> deadline() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The stream is lost: all that waited. */
    public List<T> lost() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int size() {
        throw new UnsupportedOperationException("skeleton");
    }
}
