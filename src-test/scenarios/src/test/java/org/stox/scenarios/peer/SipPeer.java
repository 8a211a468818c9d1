package org.stox.scenarios.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A SIP element of our own on one loopback port, UDP and TCP, without any stack: it sends what it is given, with the
 * retransmissions of RFC 3261 §17.1.2 over UDP, and answers as told. It can be closed and opened again on its port.
 */
public final class SipPeer implements AutoCloseable {

    private final InetAddress address;
    private final int port;
    private final ScheduledExecutorService timer = timer();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final Map<String, Answered> answered = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<SipText> requests = new LinkedBlockingQueue<>();
    private volatile Function<SipText, Optional<SipText>> answers = request -> Optional.of(request.answer(200, "OK"));
    private DatagramSocket udp;
    private ServerSocket tcp;
    private final Map<Socket, Boolean> connections = new ConcurrentHashMap<>();

    /** A request that waits for its final response. */
    private record Call(SipText request, CompletableFuture<SipText> response) { }

    /** What was answered, for retransmissions; empty while nothing was. */
    private record Answered(Optional<SipText> response) { }

    private SipPeer(InetAddress address, int port) {
        this.address = address;
        this.port = port;
        open();
    }

    public static SipPeer create() {
        return new SipPeer(Ports.loopback(), Ports.free());
    }

    /** On another loopback address, 127.0.0.2 say: what the gateway does not trust. */
    public static SipPeer create(String loopback) {
        try {
            return new SipPeer(InetAddress.getByName(loopback), Ports.free());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** What a phone would put into a URI. */
    public String hostPort() {
        return address.getHostAddress() + ":" + port;
    }

    /** Answers requests so from now on; empty: not at all. */
    public void answers(Function<SipText, Optional<SipText>> how) {
        answers = how;
    }

    public void answers(int status, String reason) {
        answers(request -> Optional.of(request.answer(status, reason)));
    }

    /** The next request that fits, each transaction once; those before it are dropped. */
    public SipText receives(Predicate<SipText> which) {
        return receives(which, Duration.ofSeconds(20));
    }

    public SipText receives(Predicate<SipText> which, Duration atMost) {
        var others = new ArrayList<SipText>();
        return poll(which.or(r -> !others.add(r)), atMost)
                .orElseThrow(() -> new AssertionError("the request did not come, but " + others));
    }

    public SipText hears(String body) {
        return receives(request -> request.body().equals(body));
    }

    public Optional<SipText> poll(Predicate<SipText> which, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                var next = requests.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null || which.test(next)) {
                    return Optional.ofNullable(next);
                }
            }
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    /** Sends a request over UDP to that loopback port and waits for its final response. */
    public SipText call(int to, SipText request) {
        return await(send(to, request));
    }

    /** The final response to come, or {@link TimeoutException} after 64 times T1 (Timer F). */
    public CompletableFuture<SipText> send(int to, SipText request) {
        var call = call(request, "UDP");
        var target = new InetSocketAddress(Ports.loopback(), to);
        timer.execute(() -> sendAgain(call, target, 500));
        return call.response().orTimeout(32, TimeUnit.SECONDS);
    }

    /** The same over a TCP connection of its own. */
    public CompletableFuture<SipText> sendByTcp(int to, SipText request) {
        var call = call(request, "TCP");
        try {
            var socket = new Socket(Ports.loopback(), to, address, 0);
            accepted(socket);
            write(socket, call.request().bytes());
        } catch (IOException e) {
            call.response().completeExceptionally(e);
        }
        return call.response().orTimeout(32, TimeUnit.SECONDS);
    }

    public static SipText await(CompletableFuture<SipText> response) {
        try {
            return response.get(40, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no final response", e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    /** Takes its ports away, as a server that is stopped. */
    public synchronized void stop() {
        udp.close();
        try {
            tcp.close();
            for (var socket : connections.keySet()) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the same ports again. */
    public synchronized void open() {
        try {
            udp = new DatagramSocket(port, address);
            udp.setReceiveBufferSize(4 << 20);
            tcp = new ServerSocket(port, 50, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var datagrams = udp;
        var listener = tcp;
        thread("sip-udp-" + port, () -> readDatagrams(datagrams));
        thread("sip-tcp-" + port, () -> acceptAll(listener));
    }

    @Override
    public void close() {
        stop();
        timer.shutdownNow();
    }

    private Call call(SipText request, String transport) {
        String branch = "z9hG4bK" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        var sent = request.header("Via").isEmpty()
                ? request.first("Via", "SIP/2.0/" + transport + " " + hostPort() + ";branch=" + branch + ";rport") : request;
        var call = new Call(sent, new CompletableFuture<>());
        calls.put(sent.branch(), call);
        return call;
    }

    private void sendAgain(Call call, InetSocketAddress to, long next) {
        if (!call.response().isDone()) {
            datagram(to, call.request().bytes());
            timer.schedule(() -> sendAgain(call, to, Math.min(4000, 2 * next)), next, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void datagram(SocketAddress to, byte[] bytes) {
        try {
            udp.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            // stopped, or the other side is: UDP loses it
        }
    }

    private void readDatagrams(DatagramSocket socket) {
        var buffer = new byte[65535];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                var from = packet.getSocketAddress();
                read(Arrays.copyOf(buffer, packet.getLength()), response -> datagram(from, response.bytes()));
            }
        } catch (IOException e) {
            // stopped
        }
    }

    private void acceptAll(ServerSocket listener) {
        try {
            while (true) {
                accepted(listener.accept());
            }
        } catch (IOException e) {
            // stopped
        }
    }

    private void accepted(Socket socket) {
        connections.put(socket, true);
        thread("sip-connection-" + socket.getPort(), () -> readConnection(socket));
    }

    private void readConnection(Socket socket) {
        try (socket) {
            var input = socket.getInputStream();
            while (true) {
                read(message(input), response -> write(socket, response.bytes()));
            }
        } catch (IOException e) {
            // closed by either side
        } finally {
            connections.remove(socket);
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            synchronized (socket) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One message by its Content-Length. */
    private static byte[] message(InputStream input) throws IOException {
        var head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int octet = input.read();
            if (octet < 0) {
                throw new IOException("closed");
            }
            head.write(octet);
            text = octet == '\n' ? head.toString(StandardCharsets.UTF_8) : "";
            if (text.equals("\r\n")) {
                head.reset();       // keep-alive of RFC 5626
            }
        }
        head.write(input.readNBytes(Integer.parseInt(SipText.read(head.toByteArray()).header("Content-Length"))));
        return head.toByteArray();
    }

    private void read(byte[] bytes, Consumer<SipText> back) {
        if (bytes.length < 20) {
            return;
        }
        var message = SipText.read(bytes);
        if (!message.request()) {
            var call = calls.get(message.branch());
            if (call != null && message.status() >= 200) {
                calls.remove(message.branch());
                call.response().complete(message);
            }
            return;
        }
        var before = answered.putIfAbsent(message.branch(), new Answered(Optional.empty()));
        if (before == null) {
            if (!message.method().equals("ACK")) {
                var response = answers.apply(message);
                answered.put(message.branch(), new Answered(response));
                requests.add(message);
                response.ifPresent(back);
            }
        } else {
            before.response().ifPresent(back);
        }
    }

    private static void thread(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "sip-peer-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
