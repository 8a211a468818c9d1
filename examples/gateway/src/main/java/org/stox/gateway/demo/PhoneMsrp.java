package org.stox.gateway.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.stox.protocol.Octets;
import org.stox.protocol.msrp.ByteRange;
import org.stox.protocol.msrp.Continuation;
import org.stox.protocol.msrp.MsrpCodec;
import org.stox.protocol.msrp.MsrpHeader;
import org.stox.protocol.msrp.MsrpHeaders;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.sdp.Agreed;
import org.stox.service.IdSource;

/** MSRP at romeo's phone: a socket that the gateway connects to, and one connection a session. A long message goes in small chunks, as phones do it. */
final class PhoneMsrp {

    private static final int CHUNK = 1000;

    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Consumer<PhoneEvent> say;
    private final IdSource ids;
    private final Map<MsrpUri, Talk> sessions = new ConcurrentHashMap<>();
    private final Map<String, String> asked = new ConcurrentHashMap<>();        // Message-ID to the order

    /** A session that was agreed on; a connection once the first SEND has come. */
    private static final class Talk {

        private final MsrpPath peer;
        private volatile Socket connection;

        Talk(MsrpPath peer) {
            this.peer = peer;
        }
    }

    PhoneMsrp(Consumer<PhoneEvent> say, IdSource ids) throws IOException {
        this.say = say;
        this.ids = ids;
        daemon("msrp-listener", () -> {
            while (true) {
                var connection = listener.accept();
                daemon("msrp", () -> new PhoneMsrpReader(this, connection, ids).read());
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(String name, Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // the connection is gone, or this process ends
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where a new session would be reached. */
    MsrpUri session() {
        return MsrpUri.session(false, listener.getInetAddress().getHostAddress(), listener.getLocalPort(), ids::next);
    }

    void open(MsrpUri own, Agreed agreed) {
        sessions.put(own, new Talk(agreed.peer()));
    }

    void close(MsrpUri own) {
        var talk = sessions.remove(own);
        if (talk != null && talk.connection != null) {
            try {
                talk.connection.close();
            } catch (IOException e) {
                // it is gone
            }
        }
    }

    /** Whether there is such a session; from then on it has that connection. */
    boolean bind(MsrpUri own, Socket connection) {
        var talk = sessions.get(own);
        if (talk != null) {
            talk.connection = connection;
        }
        return talk != null;
    }

    void heard(String type, String text) {
        say.accept(PhoneEvent.said(type, text));
    }

    void reported(String messageId, int status) {
        var order = asked.remove(messageId);
        if (order != null) {
            say.accept(PhoneEvent.answered(order, status));
        }
    }

    void send(MsrpUri own, String order, String type, Octets body, Reporting reporting) throws IOException {
        var talk = sessions.get(own);
        if (talk == null || talk.connection == null) {
            say.accept(PhoneEvent.answered(order, 481));
            return;
        }
        var messageId = ids.next();
        if (reporting.success()) {
            asked.put(messageId, order);
        }
        var octets = body.toArray();
        for (int from = 0; from < octets.length; from += CHUNK) {
            int to = Math.min(from + CHUNK, octets.length);
            var head = MsrpRequest.send(ids.next(), new MsrpRequest.Route(talk.peer, MsrpPath.of(own)), messageId,
                    ByteRange.of(from + 1, to, octets.length), reporting, List.of(new MsrpHeader(MsrpHeaders.CONTENT_TYPE, type)));
            write(talk.connection, MsrpCodec.write(head, Octets.of(octets, from, to), to == octets.length ? Continuation.END : Continuation.MORE));
        }
    }

    static void write(Socket connection, byte[] octets) throws IOException {
        synchronized (connection) {
            connection.getOutputStream().write(octets);
        }
    }
}
