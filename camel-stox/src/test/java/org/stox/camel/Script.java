package org.stox.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * A service that does what it is told: the word of an event is a list of commands. {@code be X}: the state; {@code note X}: remembered, and
 * no state; of the state {@code few} there are two at most; a state {@code loud} sends something after a start and at a timer; {@code key X}, {@code send X}, {@code reply N}, {@code refuse N}, {@code timer X=SECONDS}, {@code cancel X},
 * {@code tell KEY/WORD}, {@code end}, {@code break}; {@code unasked} says that nobody waits. A timer's name and the answer to a request are noted.
 */
final class Script implements Service {

    record Note(Set<SessionKey> keys, String state, List<String> notes) implements Machine {

        Note {
            keys = Set.copyOf(keys);
            notes = List.copyOf(notes);
        }

        @Override
        public String kind() {
            return "script";
        }

        @Override
        public Map<String, String> counted() {
            return Map.of("few", String.valueOf(state.equals("few")));
        }
    }

    @Override
    public int most(Map<String, String> counted) {
        return counted.containsValue("true") ? 2 : Integer.MAX_VALUE;
    }

    /** An event from outside, for the session with that key. */
    static Event event(String key, String word) {
        return new Event.Told(key(key), key("outside"), word);
    }

    static SessionKey key(String value) {
        return new SessionKey("key", value);
    }

    static SipRequest request(String name) {
        return new SipRequest(name, SipUri.of("romeo", "example.net"), List.of(), Octets.NONE);
    }

    static SipResponse response(int status) {
        return new SipResponse(status, "", List.of(), Octets.NONE);
    }

    @Override
    public String kind() {
        return "script";
    }

    @Override
    public boolean isAsked(Event event) {
        return !(event instanceof Event.Told told && told.word().startsWith("unasked"));
    }

    @Override
    public Class<? extends Machine> machines() {
        return Note.class;
    }

    @Override
    public List<SessionKey> keys(Event event) {
        return event instanceof Event.Told told ? List.of(told.to()) : List.of();
    }

    @Override
    public Step<? extends Machine> begin(Event event, Instant now) {
        return step(Optional.empty(), event);
    }

    @Override
    public Step<? extends Machine> on(Machine machine, Event event, Instant now) {
        return step(Optional.of(machine), event);
    }

    private static Step<? extends Machine> step(Optional<Machine> machine, Event event) {
        if (event instanceof Event.Told told) {
            return obey(machine.map(Note.class::cast).orElseGet(() -> new Note(Set.of(told.to()), "", List.of())), told.word());
        }
        var note = event instanceof Event.SipDone done ? "answer " + done.response().status()
                : event instanceof Event.Fired fired ? fired.timer() : event.getClass().getSimpleName();
        return machine.<Step<? extends Machine>>map(m -> obey((Note) m, "note " + note
                + (((Note) m).state().equals("loud") && !(event instanceof Event.SipDone) ? " send LOUD" : ""))).orElseGet(Step::none);
    }

    private static Step<Note> obey(Note note, String word) {
        var actions = new ArrayList<Action>();
        var next = Optional.of(note);
        var words = word.split(" ");
        for (int i = 0; i < words.length; i++) {
            var now = next.orElse(note);
            switch (words[i]) {
                case "be" -> next = Optional.of(new Note(now.keys(), words[++i], now.notes()));
                case "note" -> {
                    var notes = new ArrayList<>(now.notes());
                    notes.add(words[++i] + (words[i].equals("answer") ? " " + words[++i] : ""));
                    next = Optional.of(new Note(now.keys(), now.state(), notes));
                }
                case "key" -> {
                    var keys = new HashSet<>(now.keys());
                    keys.add(key(words[++i]));
                    next = Optional.of(new Note(keys, now.state(), now.notes()));
                }
                case "send" -> actions.add(new Action.ToSip(request(words[++i])));
                case "reply" -> actions.add(new Action.Reply(response(Integer.parseInt(words[++i]))));
                case "refuse" -> actions.add(new Action.Refuse(Refusal.sip(Integer.parseInt(words[++i]), "No")));
                case "timer" -> {
                    var timer = words[++i].split("=");
                    actions.add(new Action.Start(timer[0], Duration.ofSeconds(Long.parseLong(timer[1]))));
                }
                case "cancel" -> actions.add(new Action.Cancel(words[++i]));
                case "tell" -> {
                    var other = words[++i].split("/", 2);
                    actions.add(new Action.Tell(key(other[0]), note.keys().iterator().next(), other[1].replace('_', ' ').replace('~', '_')));
                }
                case "unasked" -> { }
                case "end" -> next = Optional.empty();
                case "break" -> throw new IllegalStateException("broken");
                default -> throw new AssertionError(words[i]);
            }
        }
        return new Step<>(next, actions);
    }
}
