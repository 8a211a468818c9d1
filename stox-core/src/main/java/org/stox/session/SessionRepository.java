package org.stox.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What a store of sessions does, and all that it does. */
public interface SessionRepository extends AutoCloseable {

    /** The live session with this key; sees every save called before it on this node, also one that is not yet on disk. */
    Optional<Session> find(SessionKey key);

    /** The live session of that id, likewise. */
    Optional<Session> byId(String id);

    /**
     * All of it or nothing: records, their keys, their next due time. Completes when it is durable, in the order of the calls for one
     * session. Fails with {@link Conflict} where what is stored is not the version before, with {@link KeyTaken} where a key is
     * another's, with {@link Unavailable} while the store is out of order; what need not be kept at once is then kept later, not failed.
     */
    CompletionStage<Void> save(List<Change> changes);

    default CompletionStage<Void> save(Change change) {
        return save(List.of(change));
    }

    /** Sessions whose earliest timer is due, earliest first, each claimed for this node for 30 s. */
    List<Session> due(Instant now, int limit);

    /** Every session of a kind, in pages by id; for a restart. */
    void forEach(String kind, Consumer<Session> each);

    /** Why nothing can be stored at present, as one sentence for the operator; empty while all is well. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** What is not yet stored is stored first, if that can be. */
    @Override
    void close();

    /** The store cannot be read or written now: its disk is full, its database is away. */
    final class Unavailable extends RuntimeException {

        private static final long serialVersionUID = 1;

        public Unavailable(String why) {
            super(why, null, false, false);
        }
    }

    /** Another step of the session was faster: find it again and give it the event once more. */
    final class Conflict extends RuntimeException {

        private static final long serialVersionUID = 1;

        public Conflict(String id) {
            super("Session " + id + " has another version", null, false, false);
        }
    }

    /** The key belongs to another live session: the event is for that one. */
    final class KeyTaken extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final String owner;

        public KeyTaken(SessionKey key, String owner) {
            super("Key " + key + " belongs to session " + owner, null, false, false);
            this.owner = owner;
        }

        /** The id of the session that has the key. */
        public String owner() {
            return owner;
        }
    }
}
