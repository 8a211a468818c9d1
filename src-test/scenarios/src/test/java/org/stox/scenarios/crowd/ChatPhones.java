package org.stox.scenarios.crowd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import org.stox.protocol.msrp.Continuation;
import org.stox.protocol.msrp.Malformed;
import org.stox.protocol.msrp.MsrpLimits;
import org.stox.protocol.msrp.MsrpReader;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.scenarios.peer.Ports;

/**
 * SIP users with message sessions, behind one UDP port and one MSRP port: {@code pN} accepts each INVITE, takes what comes in its session and
 * sends into it. They count what is begun and ended. For load, not for conformance: they read with our own codec.
 */
public final class ChatPhones implements AutoCloseable {

    /** A session as the phone has it. */
    private record Chat(int number, String own, String gateway) { }

    private static final int BUFFER = 65_536;
    private static final String END = "\r\n";

    private final int port = Ports.free();
    private final DatagramSocket sip;
    private final ServerSocket msrp;
    private final Map<String, Chat> byCall = new ConcurrentHashMap<>();
    private final Map<String, Chat> bySession = new ConcurrentHashMap<>();
    private final Map<Integer, Chat> live = new ConcurrentHashMap<>();
    private final Map<Chat, OutputStream> bound = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger responses = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong(System.nanoTime());
    private final BiConsumer<Integer, String> arrived;

    /** @param arrived is given the number of a phone and the text that came to it */
    public ChatPhones(BiConsumer<Integer, String> arrived) {
        this.arrived = arrived;
        try {
            sip = new DatagramSocket(new InetSocketAddress(Ports.loopback(), port));
            sip.setReceiveBufferSize(4 << 20);
            msrp = new ServerSocket(0, 50, Ports.loopback());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread("chat-phones-sip", this::readSip);
        thread("chat-phones-msrp", this::accept);
    }

    private static void thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Their SIP port. */
    public int port() {
        return port;
    }

    private void readSip() {
        var packet = new DatagramPacket(new byte[BUFFER], BUFFER);
        while (!sip.isClosed()) {
            try {
                packet.setLength(BUFFER);
                sip.receive(packet);
                request(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8), packet);
            } catch (IOException e) {
                // closed, or told that nobody is there
            }
        }
    }

    private void request(String text, DatagramPacket packet) throws IOException {
        var method = text.substring(0, text.indexOf(' '));
        switch (method) {
            case "INVITE" -> answer(text, packet, invited(text));
            case "BYE" -> {
                Optional.ofNullable(byCall.remove(header(text, "Call-ID"))).ifPresent(this::over);
                answer(text, packet, "");
            }
            case "MESSAGE" -> {
                pages.incrementAndGet();
                answer(text, packet, "");
            }
            case "SIP/2.0", "ACK" -> { }
            default -> answer(text, packet, "");
        }
    }

    /** The answer, for an INVITE that was sent again the same one. */
    private String invited(String text) {
        var chat = byCall.computeIfAbsent(header(text, "Call-ID"), call -> {
            int from = text.indexOf("sip:p") + 5;
            int number = Integer.parseInt(text.substring(from, text.indexOf('@', from)));
            var session = "p" + number + "x" + Long.toHexString(ids.incrementAndGet());
            var path = text.substring(text.indexOf("a=path:") + 7);
            var begins = new Chat(number, "msrp://127.0.0.1:" + msrp.getLocalPort() + "/" + session + ";tcp", path.substring(0, path.indexOf(END)));
            bySession.put(session, begins);
            live.put(number, begins);
            begun.incrementAndGet();
            return begins;
        });
        return "v=0\r\no=p 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message " + msrp.getLocalPort()
                + " TCP/MSRP *\r\na=accept-types:text/plain application/im-iscomposing+xml\r\na=setup:passive\r\na=path:" + chat.own() + END;
    }

    private void over(Chat chat) {
        ended.incrementAndGet();
        live.remove(chat.number(), chat);
        bound.remove(chat);
        bySession.values().remove(chat);
    }

    private void answer(String request, DatagramPacket packet, String sdp) throws IOException {
        var response = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (var line : request.substring(0, request.indexOf("\r\n\r\n")).split(END)) {
            if (line.startsWith("Via:") || line.startsWith("From:") || line.startsWith("Call-ID:") || line.startsWith("CSeq:")) {
                response.append(line).append(END);
            } else if (line.startsWith("To:")) {
                response.append(line).append(line.contains(";tag=") ? "" : ";tag=t" + header(request, "Call-ID").hashCode()).append(END);
            }
        }
        response.append("Contact: <sip:phones@127.0.0.1:").append(port).append(">\r\n").append(sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                .append("Content-Length: ").append(sdp.length()).append("\r\n\r\n").append(sdp);
        var octets = response.toString().getBytes(StandardCharsets.UTF_8);
        sip.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
    }

    private static String header(String text, String name) {
        int from = text.indexOf(END + name + ":");
        return from < 0 ? "" : text.substring(from + name.length() + 3, text.indexOf(END, from + 2)).trim();
    }

    private void accept() {
        while (!msrp.isClosed()) {
            try {
                var socket = msrp.accept();
                socket.setTcpNoDelay(true);
                thread("chat-phones-connection", () -> read(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void read(Socket socket) {
        try (socket) {
            var reader = new MsrpReader(MsrpLimits.DEFAULT);
            var sink = new Connection(socket.getOutputStream());
            var buffer = new byte[BUFFER];
            InputStream in = socket.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                reader.feed(buffer, 0, length, sink);
                sink.flush();
            }
        } catch (IOException e) {
            // the gateway is gone
        }
    }

    /** One connection, which many sessions may share. */
    private final class Connection implements MsrpReader.Sink {

        private final OutputStream output;
        private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
        private final Map<String, ByteArrayOutputStream> bodies = new ConcurrentHashMap<>();
        private MsrpRequest head;

        Connection(OutputStream output) {
            this.output = output;
        }

        @Override
        public void request(MsrpRequest request, boolean body) {
            head = request;
            Optional.ofNullable(bySession.get(head.to().last().sessionId().orElse(""))).ifPresent(chat -> bound.put(chat, output));
        }

        @Override
        public void body(byte[] octets, int from, int to) {
            bodies.computeIfAbsent(head.messageId().orElse(""), id -> new ByteArrayOutputStream()).write(octets, from, to - from);
        }

        @Override
        public void end(Continuation continuation) {
            if (head.method().equals("SEND") && head.reporting().owesResponse(200)) {
                answers.writeBytes(("MSRP " + head.transaction() + " 200 OK\r\nTo-Path: " + head.from().first() + "\r\nFrom-Path: " + head.to().last()
                        + "\r\n-------" + head.transaction() + "$\r\n").getBytes(StandardCharsets.UTF_8));
            }
            if (continuation != Continuation.MORE) {
                var body = bodies.remove(head.messageId().orElse(""));
                var chat = bySession.get(head.to().last().sessionId().orElse(""));
                if (body != null && chat != null && continuation == Continuation.END) {
                    arrived.accept(chat.number(), body.toString(StandardCharsets.UTF_8));
                }
            }
        }

        @Override
        public void response(MsrpResponse response) {
            (response.isSuccess() ? responses : refusals).incrementAndGet();
        }

        @Override
        public void malformed(Malformed malformed) {
            throw new IllegalStateException("malformed: " + malformed);
        }

        @Override
        public void broken(String reason) {
            throw new IllegalStateException("broken: " + reason);
        }

        private void flush() throws IOException {
            if (answers.size() > 0) {
                synchronized (output) {
                    answers.writeTo(output);
                }
                answers.reset();
            }
        }
    }

    /** Sends a text in one chunk; false where the phone has no session. */
    public boolean send(int number, String text) {
        var chat = live.get(number);
        var output = chat == null ? null : bound.get(chat);
        if (output == null) {
            return false;
        }
        var id = Long.toHexString(ids.incrementAndGet());
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        var octets = ("MSRP " + id + " SEND\r\nTo-Path: " + chat.gateway() + "\r\nFrom-Path: " + chat.own() + "\r\nMessage-ID: m" + id + "\r\nByte-Range: 1-"
                + length + "/" + length + "\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n-------" + id + "$\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (output) {
                output.write(octets);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the phone has a session with a connection. */
    public boolean talks(int number) {
        var chat = live.get(number);
        return chat != null && bound.containsKey(chat);
    }

    /** Sessions that are begun and not ended, with a connection. */
    public int talking() {
        return (int) live.values().stream().filter(bound::containsKey).count();
    }

    public int begun() {
        return begun.get();
    }

    /** How many sessions the gateway has ended by BYE. */
    public int ended() {
        return ended.get();
    }

    /** How many MESSAGEs came. */
    public int pages() {
        return pages.get();
    }

    /** How many chunks were taken with 200. */
    public int taken() {
        return responses.get();
    }

    public int refused() {
        return refusals.get();
    }

    @Override
    public void close() {
        sip.close();
        try {
            msrp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
