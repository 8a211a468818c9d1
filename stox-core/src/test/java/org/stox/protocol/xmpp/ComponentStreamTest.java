package org.stox.protocol.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.protocol.xml.StreamError;
import org.stox.protocol.xml.StreamError.Condition;
import org.stox.protocol.xml.StreamHeader;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.ComponentStream.Action;
import org.stox.protocol.xmpp.ComponentStream.Event;
import org.stox.protocol.xmpp.ComponentStream.Settings;
import org.stox.protocol.xmpp.ComponentStream.State;
import org.stox.protocol.xmpp.ComponentStream.Step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ComponentStreamTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final double MIDDLE = 0.5;
    private static final StreamHeader HEADER = new StreamHeader(Optional.of("3BF96D32"), Optional.of("sip.example"), Stanza.NAMESPACE,
            Optional.empty());
    private static final XmlElement HANDSHAKE = XmlElement.of(Stanza.NAMESPACE, "handshake");
    private static final ComponentStream START = ComponentStream.of(new Settings("sip.example", "secret"), NOW);

    private static XmlElement error(Condition condition) {
        return XmlElement.of(StreamError.STREAMS, "error", XmlElement.of(StreamError.CONDITIONS, condition.elementName()));
    }

    private static ComponentStream after(ComponentStream stream, Event... events) {
        for (var event : events) {
            stream = stream.on(event, NOW, MIDDLE).next();
        }
        return stream;
    }

    private static final Map<State, ComponentStream> IN = new EnumMap<>(State.class);

    static {
        IN.put(State.WAITING, START);
        IN.put(State.CONNECTING, after(START, new Event.Tick()));
        IN.put(State.HEADER_SENT, after(IN.get(State.CONNECTING), new Event.Connected()));
        IN.put(State.HANDSHAKE_SENT, after(IN.get(State.HEADER_SENT), new Event.Header(HEADER)));
        IN.put(State.OPEN, after(IN.get(State.HANDSHAKE_SENT), new Event.Element(HANDSHAKE)));
        IN.put(State.PROBING, IN.get(State.OPEN).on(new Event.Tick(), NOW.plusSeconds(15), MIDDLE).next());
        IN.put(State.CLOSING, after(IN.get(State.OPEN), new Event.Stop()));
        IN.put(State.STOPPED, after(START, new Event.Stop()));
    }

    /** A sample of every event; those that can mean two things, twice. */
    private static final Map<String, Event> SAMPLES = Map.ofEntries(
            Map.entry("Connected", new Event.Connected()), Map.entry("Header", new Event.Header(HEADER)),
            Map.entry("handshake", new Event.Element(HANDSHAKE)), Map.entry("stream error", new Event.Element(error(Condition.CONFLICT))),
            Map.entry("other element", new Event.Element(XmlElement.of("u:x", "x"))), Map.entry("Heard", new Event.Heard()),
            Map.entry("Broken", new Event.Broken(StreamError.of(Condition.NOT_WELL_FORMED))), Map.entry("Ended", new Event.Ended()),
            Map.entry("Disconnected", new Event.Disconnected("connection reset")), Map.entry("Tick", new Event.Tick()),
            Map.entry("Stop", new Event.Stop()));

    /** What each event does in each state, all timers being due: the next state and the actions by name. */
    private static final String TABLE = """
            event          WAITING     CONNECTING            HEADER_SENT                  HANDSHAKE_SENT               OPEN                       PROBING                    CLOSING             STOPPED
            Connected      -           HEADER_SENT:S         -                            -                            -                          -                          -                   -
            Header         -           -                     HANDSHAKE_SENT:S             -                            -                          -                          -                   -
            handshake      -           -                     WAITING:SDF                  OPEN:O                       -                          -                          -                   -
            stream_error   -           -                     WAITING:SDF                  WAITING:SDF                  WAITING:SDL                WAITING:SDL                STOPPED:D           -
            other_element  -           -                     WAITING:SDF                  WAITING:SDF                  -                          -                          -                   -
            Heard          -           -                     -                            -                            OPEN                       OPEN                       -                   -
            Broken         -           -                     WAITING:SDF                  WAITING:SDF                  WAITING:SDL                WAITING:SDL                STOPPED:D           -
            Ended          -           -                     WAITING:SDF                  WAITING:SDF                  WAITING:SDL                WAITING:SDL                STOPPED:D           -
            Disconnected   -           WAITING:F             WAITING:F                    WAITING:F                    WAITING:L                  WAITING:L                  STOPPED             -
            Tick           CONNECTING:C WAITING:DF           WAITING:SDF                  WAITING:SDF                  PROBING:P                  WAITING:SDL                STOPPED:D           -
            Stop           STOPPED     STOPPED:D             CLOSING:S                    CLOSING:S                    CLOSING:LS                 CLOSING:LS                 -                   -
            """;

    private static final Map<Class<?>, String> LETTERS = Map.of(Action.Connect.class, "C", Action.Send.class, "S", Action.Opened.class, "O",
            Action.Ping.class, "P", Action.Lost.class, "L", Action.Failed.class, "F", Action.Disconnect.class, "D");

    @Test
    void everyEventHasItsAnswerInEveryState() {
        var rows = TABLE.lines().map(line -> line.strip().split("\\s+")).toList();
        var states = Arrays.asList(rows.get(0));
        assertEquals(SAMPLES.keySet(), rows.stream().skip(1).map(r -> r[0].replace('_', ' ')).collect(Collectors.toSet()));
        for (var row : rows.subList(1, rows.size())) {
            for (var state : State.values()) {
                var from = IN.get(state);
                assertEquals(state, from.state());
                var step = from.on(SAMPLES.get(row[0].replace('_', ' ')), NOW.plusSeconds(60), MIDDLE);
                var what = row[0] + " in " + state;
                assertEquals(row[states.indexOf(state.name())], described(from, step), what);
                assertEquals(step.next().state() == State.STOPPED, step.next().deadline().isEmpty(), what);
            }
        }
    }

    private static String described(ComponentStream from, Step step) {
        if (step.next().equals(from) && step.actions().isEmpty()) {
            return "-";
        }
        var letters = step.actions().stream().map(a -> LETTERS.get(a.getClass())).collect(Collectors.joining());
        return step.next().state() + (letters.isEmpty() ? "" : ":" + letters);
    }

    @Test
    void theTableKnowsEveryEventAndEveryAction() {
        assertEquals(List.of(Event.class.getPermittedSubclasses()).stream().map(Class::getSimpleName).sorted().toList(),
                SAMPLES.values().stream().map(e -> e.getClass().getSimpleName()).distinct().sorted().toList());
        assertEquals(Action.class.getPermittedSubclasses().length, LETTERS.size());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aTickTooEarlyDoesNothing(State state) {
        var stream = IN.get(state);
        stream.deadline().ifPresent(due -> assertEquals(new Step(stream, List.of()), stream.on(new Event.Tick(), due.minusMillis(1), MIDDLE)));
    }

    @Test
    void itOpensByHeaderAndHandshake() {
        var sent = new ArrayList<String>();
        var stream = START;
        for (var event : List.of(new Event.Tick(), new Event.Connected(), new Event.Header(HEADER), new Event.Element(HANDSHAKE))) {
            var step = stream.on(event, NOW, MIDDLE);
            step.actions().forEach(a -> {
                if (a instanceof Action.Send send) {
                    sent.add(send.xml());
                }
            });
            stream = step.next();
        }
        assertTrue(stream.open());
        assertEquals(List.of("<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' "
                + "xmlns:stream='http://etherx.jabber.org/streams' to='sip.example'>",
                "<handshake>b09ea9b3b7f586be8a08d0a3dd7466f110aeb136</handshake>"), sent);
    }

    @Test
    void theSecretIsNeverShown() {
        var secret = new Settings("sip.example", "s3cr3t");
        var step = after(ComponentStream.of(secret, NOW), new Event.Tick(), new Event.Connected()).on(new Event.Header(HEADER), NOW, MIDDLE);
        assertFalse(step.toString().contains("s3cr3t"));
        assertFalse(step.toString().contains(ComponentStream.digest("3BF96D32", "s3cr3t")));
    }

    @Test
    void aHeaderWithoutIdOrInAnotherNamespaceIsRefused() {
        for (var header : List.of(new StreamHeader(Optional.empty(), Optional.empty(), Stanza.NAMESPACE, Optional.empty()),
                new StreamHeader(Optional.of(""), Optional.empty(), Stanza.NAMESPACE, Optional.empty()),
                new StreamHeader(Optional.of("1"), Optional.empty(), "jabber:client", Optional.empty()))) {
            var step = IN.get(State.HEADER_SENT).on(new Event.Header(header), NOW, MIDDLE);
            assertEquals(State.WAITING, step.next().state());
            assertTrue(((Action.Send) step.actions().get(0)).xml().endsWith("</stream:error></stream:stream>"));
        }
    }

    @Test
    void theStreamErrorOfTheServerIsTold() {
        var step = IN.get(State.HANDSHAKE_SENT).on(new Event.Element(error(Condition.RESET)), NOW, MIDDLE);
        assertEquals(List.of(new Action.Send("</stream:stream>"), new Action.Disconnect(), new Action.Failed("the server says reset")),
                step.actions());
    }

    @Test
    void ourErrorIsSentBeforeTheEnd() {
        var step = IN.get(State.OPEN).on(new Event.Broken(StreamError.of(Condition.RESTRICTED_XML, "a <comment>")), NOW, MIDDLE);
        assertEquals(new Action.Send("<stream:error><restricted-xml xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>a &lt;comment&gt;</text></stream:error></stream:stream>"), step.actions().get(0));
    }

    private static Duration pause(ComponentStream stream, Event event, Instant now, double jitter) {
        var next = stream.on(event, now, jitter).next();
        assertEquals(State.WAITING, next.state());
        return Duration.between(now, next.deadline().orElseThrow());
    }

    @Test
    void thePausesDoubleUpTo4Seconds() {
        var pauses = new ArrayList<Long>();
        var stream = IN.get(State.CONNECTING);
        for (var i = 0; i < 8; i++) {
            pauses.add(pause(stream, new Event.Disconnected("refused"), NOW, MIDDLE).toMillis());
            stream = stream.on(new Event.Disconnected("refused"), NOW, MIDDLE).next();
            stream = stream.on(new Event.Tick(), stream.due(), MIDDLE).next();
            assertEquals(State.CONNECTING, stream.state());
        }
        assertEquals(List.of(250L, 500L, 1000L, 2000L, 4000L, 4000L, 4000L, 4000L), pauses);
    }

    @Test
    void jitterIsHalfMoreOrLessButNeverOver4Seconds() {
        var first = IN.get(State.CONNECTING);
        assertEquals(125, pause(first, new Event.Disconnected("x"), NOW, 0).toMillis());
        assertEquals(375, pause(first, new Event.Disconnected("x"), NOW, 1).toMillis());
        var tenth = new ComponentStream(first.settings(), State.CONNECTING, NOW, NOW, 10_000);
        assertEquals(2000, pause(tenth, new Event.Disconnected("x"), NOW, 0).toMillis());
        assertEquals(4000, pause(tenth, new Event.Disconnected("x"), NOW, 1).toMillis());
    }

    @Test
    void whatOnlyTheOperatorCanMendIsTriedAgainAfter30Seconds() {
        for (var condition : Condition.values()) {
            var slow = condition == Condition.NOT_AUTHORIZED || condition == Condition.HOST_UNKNOWN || condition == Condition.CONFLICT;
            for (var state : List.of(State.HEADER_SENT, State.HANDSHAKE_SENT, State.OPEN)) {
                assertEquals(slow ? 30_000 : 250, pause(IN.get(state), new Event.Element(error(condition)), NOW, MIDDLE).toMillis());
            }
        }
    }

    @Test
    void aStreamThatWasOpenFor10SecondsBeginsAnew() {
        var open = new ComponentStream(START.settings(), State.OPEN, NOW, NOW.plusSeconds(15), 5);
        assertEquals(4000, pause(open, new Event.Ended(), NOW.plusMillis(9_999), MIDDLE).toMillis());
        assertEquals(250, pause(open, new Event.Ended(), NOW.plusSeconds(10), MIDDLE).toMillis());
        var heard = open.on(new Event.Heard(), NOW.plusSeconds(9), MIDDLE).next();
        assertEquals(250, pause(heard, new Event.Ended(), NOW.plusSeconds(10), MIDDLE).toMillis());
    }

    @Test
    void silenceFor15SecondsIsAskedAboutAnd15MoreEndIt() {
        var heard = IN.get(State.OPEN).on(new Event.Heard(), NOW.plusSeconds(10), MIDDLE).next();
        assertEquals(List.of(), heard.on(new Event.Tick(), NOW.plusSeconds(24), MIDDLE).actions());
        var asked = heard.on(new Event.Tick(), NOW.plusSeconds(25), MIDDLE);
        assertEquals(List.of(new Action.Ping()), asked.actions());
        assertTrue(asked.next().open());
        var answered = asked.next().on(new Event.Heard(), NOW.plusSeconds(26), MIDDLE).next();
        assertEquals(Optional.of(NOW.plusSeconds(41)), answered.deadline());
        assertEquals(State.WAITING, asked.next().on(new Event.Tick(), NOW.plusSeconds(40), MIDDLE).next().state());
    }
}
