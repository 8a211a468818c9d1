package org.stox.scenarios.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.AsyncProducer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

import org.stox.camel.msrp.MsrpComponent;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.AssemblyLimits;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.sdp.AcceptTypes;
import org.stox.protocol.sdp.Agreed;
import org.stox.protocol.sdp.Direction;
import org.stox.protocol.sdp.Fingerprint;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MsrpSession;

/** The endpoint {@code msrp:} with one route from it, without a gateway: sessions are registered as a service would, what comes is kept. */
public final class MsrpSide implements AutoCloseable {

    private static final long PATIENCE = 20;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final String uri;
    private final AsyncProducer producer;
    private final BlockingQueue<MsrpTraffic> arrived = new LinkedBlockingQueue<>();

    /** With these options of the endpoint, such as {@code relay=...&relayUser=...}. */
    public MsrpSide(String options) {
        this(options, new SSLContextParameters());
    }

    private MsrpSide(String options, SSLContextParameters tls) {
        uri = "msrp:127.0.0.1:" + Ports.free() + "?allowed=127.0.0.0/8" + (options.isEmpty() ? "" : "&" + options);
        camel.getRegistry().bind("tls", tls);
        try {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri).process(exchange -> arrived.add(exchange.getMessage().getBody(MsrpTraffic.class)));
                }
            });
            camel.start();
            producer = camel.getEndpoint(uri).createAsyncProducer();
            producer.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a certificate that it signed itself. */
    public static MsrpSide secure(String options) {
        var folder = RealProcess.folder("msrp-side");
        Certificates.selfSigned(folder);
        return new MsrpSide("sslContextParameters=#tls" + (options.isEmpty() ? "" : "&" + options), keys(folder.resolve("key.p12")));
    }

    private static SSLContextParameters keys(Path file) {
        var store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword(XmppServer.PASSWORD);
        var managers = new KeyManagersParameters();
        managers.setKeyStore(store);
        managers.setKeyPassword(XmppServer.PASSWORD);
        var tls = new SSLContextParameters();
        tls.setKeyManagers(managers);
        return tls;
    }

    private MsrpComponent component() {
        return camel.getComponent("msrp", MsrpComponent.class);
    }

    /** A path of ours for a new session. With a relay it is asked for at the start. */
    public MsrpPath path(boolean tls) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (System.nanoTime() < end) {
            var path = component().path(tls, UUID.randomUUID().toString().replace("-", ""));
            if (path.isPresent()) {
                return path.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("there is no path");
    }

    public List<Fingerprint> fingerprints() {
        return component().reach().fingerprints();
    }

    /** Registers it: we connect to the peer if we are active, else we wait. */
    public MsrpSession session(MsrpPath own, String peer, boolean active, long maxSize, List<Fingerprint> fingerprints) {
        var theirs = MsrpPath.read(peer);
        var hop = theirs.first();
        var any = new AcceptTypes(List.of("*"), List.of(), OptionalLong.empty());
        var takes = new AcceptTypes(List.of("text/plain", "message/cpim"), List.of(), OptionalLong.of(maxSize));
        var session = new MsrpSession(new Agreed(own, theirs, active, new MessageMedia.Target(hop.host(), hop.port().orElseThrow(), hop.secure()),
                any, Direction.SENDRECV, fingerprints), takes, AssemblyLimits.ofMessage(maxSize));
        assertDone(gives(session));
        return session;
    }

    /** Says it in the session. */
    public CompletableFuture<Void> says(MsrpSession session, String text, Reporting reporting) {
        var agreed = session.agreed();
        var route = new MsrpRequest.Route(agreed.peer(), MsrpPath.of(session.session()));
        return gives(Outgoing.of(route, "text/plain", Octets.utf8(text), reporting, () -> UUID.randomUUID().toString().replace("-", "")));
    }

    /** Hands it over; the future fails with the refusal. */
    public CompletableFuture<Void> gives(MsrpTraffic traffic) {
        var result = new CompletableFuture<Void>();
        var exchange = camel.getEndpoint(uri).createExchange();
        exchange.getMessage().setBody(traffic);
        producer.process(exchange, done -> {
            if (exchange.getException() == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(exchange.getException());
            }
        });
        return result;
    }

    /** The status of its refusal; 200 if there was none. */
    public static int status(CompletableFuture<Void> given, long seconds) {
        try {
            given.get(seconds, TimeUnit.SECONDS);
            return 200;
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Refusal refusal) {
                    return refusal.reason().status().orElse(0);
                }
            }
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing became of it", e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    private static void assertDone(CompletableFuture<Void> given) {
        int status = status(given, PATIENCE);
        if (status != 200) {
            throw new AssertionError("refused: " + status);
        }
    }

    /** The next that came of this kind; others are passed over. */
    public <T extends MsrpTraffic> T next(Class<T> type) {
        try {
            while (true) {
                var next = arrived.poll(PATIENCE, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("no " + type.getSimpleName() + " came");
                }
                if (type.isInstance(next)) {
                    return type.cast(next);
                }
            }
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    /** What came and was not asked for. */
    public List<MsrpTraffic> rest() {
        return List.copyOf(arrived);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
