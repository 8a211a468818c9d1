package org.stox.camel.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.address.Uri;
import org.stox.protocol.sip.SipRequest;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/** A made-up service; the machines here have in them whatever those of a real one may have. */
record Talk(String kind, Class<? extends Machine> machines, BiFunction<Optional<Machine>, Event, Step<? extends Machine>> play)
        implements Service {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123456789Z");

    sealed interface State permits Ringing, Talking { }

    record Ringing(int times) implements State { }

    record Talking(Jid peer, Uri contact) implements State { }

    sealed interface Talker extends Machine permits Caller, Callee { }

    record Caller(Set<SessionKey> keys, State state, long cseq, Optional<Jid> peer, OptionalInt priority, List<Uri> routes,
            Map<String, String> notes, Optional<SipRequest> waiting, Optional<Duration> lease) implements Talker {

        @Override
        public String kind() {
            return "talk";
        }
    }

    record Callee(Set<SessionKey> keys, String state) implements Talker {

        @Override
        public String kind() {
            return "talk";
        }
    }

    /** Of another kind. */
    record Walk(Set<SessionKey> keys, String state) implements Machine {

        @Override
        public String kind() {
            return "walk";
        }
    }

    static final List<Service> SERVICES = List.of(new Talk("talk", Talker.class, Talk::stay), new Talk("walk", Walk.class, Talk::stay));

    private static Step<Machine> stay(Optional<Machine> machine, Event event) {
        return new Step<>(machine, List.of());
    }

    static SessionKey key(String value) {
        return new SessionKey("pair", value);
    }

    /** A new session with those keys and no timer. */
    static Session session(String id, String... keys) {
        var all = new java.util.HashSet<SessionKey>();
        for (var key : keys) {
            all.add(key(key));
        }
        return new Session(id, 1, all, Map.of(), new Callee(all, "asked"));
    }

    /** The next version, with a new state: somebody waits for it. */
    static Session moved(Session session, String state, String... keys) {
        var next = session(session.id(), keys);
        return new Session(session.id(), session.version() + 1, next.keys(), session.timers(), new Callee(next.keys(), state));
    }

    /** The next version, which need not be on disk at once. */
    static Session timed(Session session, Instant at) {
        return new Session(session.id(), session.version() + 1, session.keys(), Map.of("refresh", at), session.machine());
    }

    /** One with everything in it. */
    static Session rich(String id) {
        var keys = Set.of(key("romeo@example.net " + id), new SessionKey("dialog", id + ";tag=<&\"'\\>"), new SessionKey("thread", "é日本😀" + id));
        var uri = SipUri.of("romeo%20m", "example.net");
        var request = new SipRequest("NOTIFY", uri, List.of(new org.stox.protocol.sip.SipHeader("Subject", "ü\u0000\t😀")),
                org.stox.protocol.Octets.of(new byte[] {0, -1, 10, 127}));
        var machine = new Caller(keys, new Talking(Jid.parse("juliet@example.com/bal cony"), uri), 4_294_967_295L,
                Optional.of(Jid.parse("juliet@example.com")), OptionalInt.of(-3),
                List.of(uri, new org.stox.address.OtherUri("tel", "+15550100")), Map.of("de", "Bin gleich zurück", "", "x\u2028y"),
                Optional.of(request), Optional.of(Duration.ofSeconds(3600)));
        return new Session(id, 1, keys, Map.of("refresh", NOW.plusSeconds(3600), "gone", NOW), machine);
    }

    @Override
    public List<SessionKey> keys(Event event) {
        return event instanceof Event.Told told ? List.of(told.to()) : List.of();
    }

    @Override
    public Step<? extends Machine> begin(Event event, Instant now) {
        return play.apply(Optional.empty(), event);
    }

    @Override
    public Step<? extends Machine> on(Machine machine, Event event, Instant now) {
        return play.apply(Optional.of(machine), event);
    }
}
