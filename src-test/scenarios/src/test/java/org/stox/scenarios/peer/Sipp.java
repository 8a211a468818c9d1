package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SIPp 3.6 with the scenarios of {@code src/test/resources/sipp}, their {@code {names}} filled in before the start: its own
 * {@code -key} cannot name the response to expect. Texts come from an {@code -inf} file, one line a call. {@code -nostdin}, or it
 * reads the terminal; the exit code is 0 only if every call went as the scenario says, and only {@code -timeout_error} makes a
 * silent peer a failure.
 */
public final class Sipp implements AutoCloseable {

    private final RealProcess process;
    private final int port;
    private final Path messages;

    private Sipp(RealProcess process, int port, Path messages) {
        this.process = process;
        this.port = port;
        this.messages = messages;
    }

    /** Sends these texts to a loopback port, each a MESSAGE that has to be answered so. */
    public static Sipp sends(int to, String fromUri, String toUri, String answer, String... texts) {
        var lines = new ArrayList<>(List.of("SEQUENTIAL"));
        lines.addAll(List.of(texts));
        return start("uac-message.xml", Ports.free(), Map.of("from", fromUri, "to", toUri, "answer", answer), lines,
                List.of("127.0.0.1:" + to, "-m", Integer.toString(texts.length)));
    }

    /** Answers so many messages on that port. */
    public static Sipp answers(int port, int count, String answer, String extra) {
        return start("uas-message.xml", port, Map.of("answer", answer, "extra", extra), List.of(), List.of("-m", Integer.toString(count)));
    }

    /** Plays a scenario that waits for requests, so many calls of it. */
    public static Sipp plays(String scenario, int port, Map<String, String> values, int calls) {
        return start(scenario, port, values, List.of(), List.of("-m", Integer.toString(calls)));
    }

    /** Plays a scenario in which messages are lost, once: each that comes again is one of the scenario's, and none is sent again but by it. */
    public static Sipp loses(String scenario, int port, int to, Map<String, String> values) {
        return start(scenario, port, values, List.of(), List.of("127.0.0.1:" + to, "-m", "1", "-nr"));
    }

    /** Plays a scenario that begins a call to a loopback port, once. */
    public static Sipp watches(String scenario, int port, int to) {
        return start(scenario, port, Map.of(), List.of(), List.of("127.0.0.1:" + to, "-m", "1"));
    }

    /** The same with values filled in. */
    public static Sipp calls(String scenario, int port, int to, Map<String, String> values) {
        return start(scenario, port, values, List.of(), List.of("127.0.0.1:" + to, "-m", "1"));
    }

    public int port() {
        return port;
    }

    /** Fails with what SIPp says unless all its calls ended as the scenario has them. */
    public void succeeds() {
        int code = process.exitCode(Duration.ofSeconds(60));
        if (code != 0) {
            throw new AssertionError("sipp exit code " + code + ":\n" + process.printed() + "\n" + messages());
        }
    }

    /** All it sent and received. */
    public String messages() {
        try {
            return Files.readString(messages, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private static Sipp start(String scenario, int port, Map<String, String> values, List<String> texts, List<String> options) {
        var folder = RealProcess.folder("sipp");
        var messages = folder.resolve("messages.log");
        try (var resource = Sipp.class.getResourceAsStream("/sipp/" + scenario)) {
            String xml = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            for (var value : values.entrySet()) {
                xml = xml.replace("{" + value.getKey() + "}", value.getValue());
            }
            Files.writeString(folder.resolve(scenario), xml);
            Files.write(folder.resolve("texts"), texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<>(List.of("sipp", "-sf", scenario, "-i", "127.0.0.1", "-p", Integer.toString(port), "-nostdin",
                "-trace_err", "-trace_msg", "-message_file", messages.toString(), "-timeout", "50", "-timeout_error"));
        if (!texts.isEmpty()) {
            command.addAll(List.of("-inf", "texts"));
        }
        command.addAll(options);
        return new Sipp(RealProcess.start("sipp", folder, Map.of(), command), port, messages);
    }
}
