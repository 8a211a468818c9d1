package org.stox.service;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.stox.address.Jid;

/**
 * What SIP users were seen to be able to, for a while: what is forgotten costs one more try, so it is no state and is not stored. For several
 * threads.
 */
public final class Peers {

    /** What a peer can or cannot. */
    public enum Ability {
        /** Message sessions (RFC 4975). */
        SESSIONS,
        /** {@code message/cpim} in MESSAGE (RFC 3862). */
        CPIM,
        /** {@code application/im-iscomposing+xml} in MESSAGE (RFC 3994). */
        COMPOSING
    }

    private record Seen(boolean able, Instant until) { }

    private static final int MAX = 100_000;

    private final Duration kept;
    private final Map<Jid, EnumMap<Ability, Seen>> peers = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, EnumMap<Ability, Seen>> eldest) {
            return size() > MAX;
        }
    };

    /** @param kept how long it counts */
    public Peers(Duration kept) {
        this.kept = kept;
    }

    /** Empty where it is not known, or not any more. */
    public synchronized Optional<Boolean> can(Jid peer, Ability ability, Instant now) {
        return Optional.ofNullable(peers.get(peer.bare())).flatMap(seen -> Optional.ofNullable(seen.get(ability)))
                .filter(seen -> seen.until().isAfter(now)).map(Seen::able);
    }

    /** Whether that was seen once, be it long ago. */
    public synchronized boolean once(Jid peer, Ability ability, boolean able) {
        return Optional.ofNullable(peers.get(peer.bare())).flatMap(seen -> Optional.ofNullable(seen.get(ability)))
                .filter(seen -> seen.able() == able).isPresent();
    }

    /** What a peer says of itself; what was seen of it is better known. */
    public synchronized void said(Jid peer, Ability ability, boolean able, Instant now) {
        if (can(peer, ability, now).isEmpty()) {
            seen(peer, ability, able, now);
        }
    }

    public synchronized void seen(Jid peer, Ability ability, boolean able, Instant now) {
        peers.computeIfAbsent(peer.bare(), p -> new EnumMap<>(Ability.class)).put(ability, new Seen(able, now.plus(kept)));
    }
}
