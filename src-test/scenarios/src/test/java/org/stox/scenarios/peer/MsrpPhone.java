package org.stox.scenarios.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * A SIP user agent with MSRP that shares no code with the gateway: {@code src-test/peers/sip_msrp_ua.py}, whose README has its commands
 * and events. What it finds against a rule in what the gateway sends is a complaint.
 */
public final class MsrpPhone implements AutoCloseable {

    /** Debian's, as it is in CI. */
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path PROGRAMS = Path.of("..", "peers").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RealProcess process;
    private final int port;
    private final int msrpPort;
    private final String fingerprint;
    private final LinkedList<Happening> unseen = new LinkedList<>();
    private final List<Happening> all = new ArrayList<>();
    private int parsed;

    /** One event of it. */
    public record Happening(String name, JsonObject values) {

        public String text(String value) {
            return String.valueOf(values.getOrDefault(value, ""));
        }

        public int number(String value) {
            return ((Number) values.get(value)).intValue();
        }

        @SuppressWarnings("unchecked")      // a JSON object is a map
        public String header(String header) {
            return String.valueOf(((Map<String, Object>) values.getOrDefault("headers", Map.of())).getOrDefault(header, ""));
        }

        boolean has(Object... pairs) {
            for (int i = 0; i < pairs.length; i += 2) {
                if (!String.valueOf(pairs[i + 1]).equals(text(pairs[i].toString()))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The SIP user agent, with more options of the program. */
    public MsrpPhone(int port, int gateway, String... more) {
        this("sip_msrp_ua.py", port, Stream.concat(Stream.of("--port", Integer.toString(port), "--gateway", Integer.toString(gateway), "--aor",
                "<sip:romeo@" + XmppServer.GATEWAY + ">"), Stream.of(more)).toList());
    }

    private MsrpPhone(String program, int port, List<String> options) {
        var command = new ArrayList<>(List.of(PYTHON, "-u", PROGRAMS.resolve(program).toString()));
        command.addAll(options);
        this.port = port;
        process = RealProcess.start("msrp-phone", RealProcess.folder("msrp-phone"), Map.of("PYTHONDONTWRITEBYTECODE", "1"), command);
        var listening = hears("listening");
        msrpPort = listening.number(port == 0 ? "port" : "msrp");
        fingerprint = listening.text("fingerprint");
    }

    /** The MSRP endpoint alone, without SIP. */
    public static MsrpPhone withoutSip(String... options) {
        return new MsrpPhone("msrp_peer.py", 0, List.of(options));
    }

    public static boolean installed() {
        return RealProcess.installed("python3");
    }

    public int port() {
        return port;
    }

    /** Where it listens for MSRP. */
    public int msrpPort() {
        return msrpPort;
    }

    /** Of its certificate, as SDP has it. */
    public String fingerprint() {
        return fingerprint;
    }

    /** A command: its name, then names and values. */
    public void does(String command, Object... pairs) {
        var object = new LinkedHashMap<String, Object>();
        object.put("do", command);
        for (int i = 0; i < pairs.length; i += 2) {
            object.put(pairs[i].toString(), pairs[i + 1]);
        }
        process.type(new JsonObject(object).toJson());
    }

    /** How it answers the next request of that method, step by step; none is silence. */
    @SafeVarargs
    public final void answers(String method, Map<String, Object>... steps) {
        does("answer", "method", method, "steps", List.of(steps));
        hears("set");
    }

    /** One step of an answer. */
    public static Map<String, Object> step(int code, Object... pairs) {
        var step = new LinkedHashMap<String, Object>();
        step.put("code", code);
        for (int i = 0; i < pairs.length; i += 2) {
            step.put(pairs[i].toString(), pairs[i + 1]);
        }
        return step;
    }

    /** How it behaves in calls that come in from now on. */
    public void takesCalls(Map<String, Object> how) {
        does("calls", "how", how);
        hears("set");
    }

    /** The first event of that name with these values that was not seen yet. */
    public Happening hears(String event, Object... pairs) {
        return hears(PATIENCE, event, pairs);
    }

    public Happening hears(Duration atMost, String event, Object... pairs) {
        return take(h -> h.name().equals(event) && h.has(pairs), event + " " + List.of(pairs), atMost);
    }

    /** What came of this event up to now and was not seen. */
    public List<Happening> heard(String event) {
        parse();
        return unseen.stream().filter(h -> h.name().equals(event)).toList();
    }

    /** All that it found wrong in what came, and what went wrong in itself. */
    public List<String> complaints() {
        parse();
        return all.stream().filter(h -> List.of("malformed", "failed", "unacknowledged", "").contains(h.name()))
                .map(h -> h.name() + " " + h.values().toJson()).toList();
    }

    public RealProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private Happening take(Predicate<Happening> which, String what, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            parse();
            for (var each = unseen.iterator(); each.hasNext();) {
                var next = each.next();
                if (which.test(next)) {
                    each.remove();
                    return next;
                }
            }
            long left = end - System.nanoTime();
            try {
                process.await("\n", parsed, Duration.ofNanos(Math.max(0, left)));
            } catch (AssertionError e) {
                throw new AssertionError("the phone did not hear " + what + " but\n" + process.printed(), e);
            }
        }
    }

    private void parse() {
        String printed = process.printed();
        for (int end = printed.indexOf('\n', parsed); end >= 0; end = printed.indexOf('\n', parsed)) {
            var happening = read(printed.substring(parsed, end));
            unseen.add(happening);
            all.add(happening);
            parsed = end + 1;
        }
    }

    private static Happening read(String line) {
        try {
            var values = (JsonObject) Jsoner.deserialize(line);
            return new Happening(values.getString("event"), values);
        } catch (DeserializationException | ClassCastException e) {
            return new Happening("", new JsonObject(Map.of("printed", line)));
        }
    }
}
