package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A program as a child of the test, found and ended by its process id only.
 * What it prints is kept, written to a file in its folder, and can be waited for.
 */
public final class RealProcess implements AutoCloseable {

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Path folder;
    private final Process process;
    private final Writer input;
    private final StringBuilder printed = new StringBuilder();
    private boolean ended;

    private RealProcess(String name, Path folder, Process process) {
        this.name = name;
        this.folder = folder;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        RUNNING.add(process);
        process.onExit().thenAccept(RUNNING::remove);
        var reader = new Thread(() -> read(folder.resolve(name + ".log")), name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it with the folder as its working directory and home. */
    public static RealProcess start(String name, Path folder, Map<String, String> environment, List<String> command) {
        return start(name, folder, folder, environment, command);
    }

    /** Starts it in one folder, with another as its home and for what it prints. */
    public static RealProcess start(String name, Path where, Path folder, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TERM", "dumb");
        builder.environment().putAll(environment);
        try {
            return new RealProcess(name, folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new folder under target/ for one process or one stage. */
    public static Path folder(String name) {
        try {
            var parent = Files.createDirectories(Path.of("target", "scenarios").toAbsolutePath());
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a program of Debian's is there; in CI it has to be. */
    public static boolean installed(String program) {
        boolean found = Pattern.compile(":").splitAsStream(System.getenv("PATH") + ":/usr/sbin:/usr/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!found && System.getenv("CI") != null) {
            throw new IllegalStateException(program + " is not installed");
        }
        return found;
    }

    /** Whether a program that is there can do this; in CI it has to. */
    public static boolean runs(String... command) {
        try {
            boolean can = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
            if (!can && System.getenv("CI") != null) {
                throw new IllegalStateException(String.join(" ", command) + " fails");
            }
            return can;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits until it has printed this, however long ago. */
    public MatchResult await(String regex) {
        return await(regex, 0, Duration.ofSeconds(60));
    }

    /** Waits until it has printed this after the mark. */
    public MatchResult await(String regex, int mark, Duration atMost) {
        var pattern = Pattern.compile(regex);
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (printed) {
            while (true) {
                var matcher = pattern.matcher(printed);
                if (matcher.find(Math.min(mark, printed.length()))) {
                    return matcher.toMatchResult();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError(name + (ended ? " ended" : "") + " without printing " + regex + ":\n" + printed);
                }
                pause(left);
            }
        }
    }

    /** How much it has printed up to now, to wait for what comes after it. */
    public int mark() {
        synchronized (printed) {
            return printed.length();
        }
    }

    public String printed() {
        synchronized (printed) {
            return printed.toString();
        }
    }

    /** Writes a line to its standard input. */
    public void type(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no input: " + printed(), e);
        }
    }

    /** Where it runs. */
    public Path folder() {
        return folder;
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** How long a CPU has worked for it. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Waits for its own end. */
    public int exitCode(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end:\n" + printed());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Asks it to end. */
    public void terminate() {
        process.toHandle().destroy();           // that of the process closes what its last words come by
    }

    /** Asks it to end, and after ten seconds makes it. */
    public void stop() {
        terminate();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends it at once, without its knowledge. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it so that its sockets stay open and nobody answers. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            thaw();
        }
        stop();
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void read(Path log) {
        var buffer = new char[4096];
        try (var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
                var file = Files.newBufferedWriter(log)) {
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                file.write(buffer, 0, n);
                file.flush();
                synchronized (printed) {
                    printed.append(buffer, 0, n);
                    printed.notifyAll();
                }
            }
        } catch (IOException e) {
            // killed in the middle of a line
        } finally {
            synchronized (printed) {
                ended = true;
                printed.notifyAll();
            }
        }
    }

    private void pause(long millis) {
        try {
            printed.wait(millis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
