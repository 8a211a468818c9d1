package org.stox.camel.xmpp.stream;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import com.sun.management.ThreadMXBean;

import org.stox.address.Jid;
import org.stox.camel.xmpp.Eventually;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xmpp.EntityInfo;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.Stanza;
import org.stox.settings.HostPort;
import org.stox.traffic.Crew;

/** A stream to a {@link FakeServer}, with a route that takes all messages. */
abstract class StreamFixture {

    static final String US = FakeServer.DOMAIN;

    FakeServer server;
    final BlockingQueue<Stanza> arrived = new LinkedBlockingQueue<>();
    private final List<StanzaStream> streams = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private ScheduledExecutorService pool;
    private volatile Thread loop;

    @BeforeEach
    void startServer() throws Exception {
        server = new FakeServer();
        pool = Executors.newScheduledThreadPool(2);
    }

    @AfterEach
    void stopAll() throws Exception {
        server.close();
        streams.forEach(StanzaStream::stop);
        pool.shutdownNow();
    }

    /** Times short enough for a test that waits for them, one at a time. */
    static Timers timers() {
        return new Timers(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20),
                Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ZERO);
    }

    StreamSettings settings(Timers timers) {
        return settings(server.address(), timers, 1 << 20);
    }

    StreamSettings settings(HostPort address, Timers timers, int queueBytes) {
        return new StreamSettings(US, address, "s3cret", Set.of("example.com"), XmlLimits.READING, XmlLimits.WRITING, timers, queueBytes,
                100, 1000);
    }

    StanzaStream start(StreamSettings settings) {
        var stream = new StanzaStream(settings, new EntityInfo(US, "stox", "1"), this::loop, new Crew(pool, 2, pool, System::nanoTime),
                () -> "id" + ids.incrementAndGet(), Optional.empty());
        streams.add(stream);
        stream.add(new Inbound() {
            @Override
            public StanzaFilter filter() {
                return StanzaFilter.parse("message", "normal,chat", Optional.empty());
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void take(Stanza stanza, XmlElement xml, Runnable done) {
                arrived.add(stanza);
                done.run();
            }

            @Override
            public Optional<String> name() {
                return Optional.of("all");
            }
        });
        stream.start();
        return stream;
    }

    private Thread loop(Runnable task) {
        loop = new Thread(task, "loop");
        return loop;
    }

    /** What the thread that reads has allocated up to now. */
    long allocated() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getThreadAllocatedBytes(loop.getId());
    }

    StanzaStream start() {
        return start(settings(timers()));
    }

    static void awaitOpen(StanzaStream stream) {
        Eventually.holds(stream::isOpen, () -> "the stream is " + stream.state());
    }

    static MessageStanza message(String to, String id, String text) {
        return new MessageStanza(Jid.parse("romeo@" + US), Jid.parse(to), Optional.of(id), Optional.empty(), Optional.empty(), List.of(),
                List.of(new LangText(Optional.empty(), text)), Optional.empty(), Optional.empty(), List.of());
    }

    /** As a server forwards it. */
    static String fromUser(String body) {
        return "<message from='juliet@example.com/balcony' to='romeo@" + US + "' id='m1'><body>" + body + "</body></message>";
    }

    String nextBody() throws InterruptedException {
        var next = arrived.poll(20, TimeUnit.SECONDS);
        return next instanceof MessageStanza m ? m.bodies().get(0).text() : "none";
    }
}
