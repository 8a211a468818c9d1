package org.stox.camel.jdbc;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import com.sun.management.OperatingSystemMXBean;

import org.stox.camel.InMemorySessions;
import org.stox.camel.SessionExits;
import org.stox.camel.SessionRunner;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.Stanza;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository;
import org.stox.session.Step;

/** A program, no test: steps a second through the runner, with each store. Its figures stand where they are reported. */
final class SessionsMeasure {

    private static final int SESSIONS = 20_000;
    private static final int STEPS = 50_000;

    private record Stored(Set<SessionKey> keys, String state, long number, String filler) implements Machine {

        @Override
        public String kind() {
            return "count";
        }
    }

    private static final Service COUNT = new Talk("count", Stored.class, SessionsMeasure::count);

    /** A word moves the state, without one only a number and a timer change. */
    private static Step<Stored> count(Optional<Machine> machine, Event event) {
        var told = (Event.Told) event;
        var id = told.to().value();
        var before = machine.map(Stored.class::cast).orElseGet(() -> new Stored(
                Set.of(told.to(), new SessionKey("dialog", id + ";tag"), new SessionKey("thread", id)), "asked", 0, "x".repeat(1_000)));
        var state = told.word().isEmpty() ? before.state() : told.word();
        return Step.to(new Stored(before.keys(), state, before.number() + 1, before.filler()),
                new Action.Start("refresh", Duration.ofSeconds(3600)));
    }

    private static final SessionExits NOWHERE = new SessionExits() {

        @Override
        public void toSip(SessionExits.Sender sender, SipRequest request, Consumer<SipResponse> ended) {
            throw new AssertionError(request);
        }

        @Override
        public void toXmpp(SessionExits.Sender sender, Stanza stanza, Consumer<Refusal.Reason> failed) {
            throw new AssertionError(stanza);
        }

        @Override
        public void toMsrp(SessionExits.Sender sender, MsrpTraffic traffic, Consumer<Refusal.Reason> failed) {
            throw new AssertionError(traffic);
        }
    };

    private SessionsMeasure() {
    }

    public static void main(String... arguments) throws Exception {
        var services = List.of(COUNT);
        System.out.println("load " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        measure("memory", new InMemorySessions());
        var directory = Files.createTempDirectory("stox-measure-");
        measure("sqlite", JdbcSessions.sqlite(directory, services));
        var begun = System.nanoTime();
        try (var store = JdbcSessions.sqlite(directory, services)) {
            var count = new AtomicLong();
            store.forEach("count", session -> count.incrementAndGet());
            System.out.printf("sqlite, opened and %d sessions looked through in %d ms%n", count.get(), (System.nanoTime() - begun) / 1_000_000);
        }
        try (var server = PostgresServer.start()) {
            measure("postgresql", JdbcSessions.postgres(server.freshDatabase(), services, () -> 1));
        }
        System.out.println("load " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void measure(String name, SessionRepository store) throws Exception {
        var thread = Executors.newSingleThreadExecutor();
        var ids = new AtomicLong();
        try (store) {
            var runner = new SessionRunner(List.of(COUNT), store, NOWHERE, () -> "id" + ids.incrementAndGet(), Clock.systemUTC(), thread, 500);
            runner.start();
            run(name + ", begin, 64 at once", runner, store, SESSIONS, 64, i -> new Event.Told(key(i), key(0), "asked"));
            while (store instanceof JdbcSessions database && database.waiting() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
            find(name + ", found, all of them", store, SESSIONS);
            find(name + ", found, 500 of them", store, 500);
            run(name + ", refresh, nobody waits", runner, store, STEPS, 64, i -> new Event.Told(key(i * 7919 % SESSIONS), key(0), ""));
            run(name + ", new state, 64 at once", runner, store, STEPS, 64, i -> new Event.Told(key(i * 7919 % SESSIONS), key(0), "s" + i));
            run(name + ", new state, one at once", runner, store, 2_000, 1, i -> new Event.Told(key(i * 7919 % SESSIONS), key(0), "t" + i));
        } finally {
            thread.shutdown();
        }
    }

    private interface Events {
        Event of(int number);
    }

    private static void find(String name, SessionRepository store, int sessions) {
        var begun = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            if (store.find(key(i * 7919 % sessions)).isEmpty()) {
                throw new AssertionError(i);
            }
        }
        System.out.printf("%-40s %8.1f us each%n", name, (System.nanoTime() - begun) / 1e3 / STEPS);
    }

    private static void run(String name, SessionRunner runner, SessionRepository store, int steps, int atOnce, Events events) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var permits = new Semaphore(atOnce);
        var cpu = system.getProcessCpuTime();
        var begun = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            permits.acquire();
            while (store instanceof JdbcSessions database && database.waiting() > 2_000) {
                LockSupport.parkNanos(100_000);         // nobody waits for the disk, but its queue is not endless
            }
            runner.give("count", events.of(i)).whenComplete((answer, e) -> {
                permits.release();
                if (e != null) {
                    e.printStackTrace();
                }
            });
        }
        permits.acquire(atOnce);
        var nanos = System.nanoTime() - begun;
        System.out.printf("%-40s %8.0f steps/s %6.0f us CPU a step%n", name, steps * 1e9 / nanos, (system.getProcessCpuTime() - cpu) / 1e3 / steps);
    }

    private static SessionKey key(int number) {
        return new SessionKey("pair", "juliet" + number + "@example.com romeo" + number + "@example.net");
    }
}
