package org.stox.gateway.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;

import org.stox.gateway.Gateway;

/** The stage: a Prosody, the gateway from {@code routes/gateway.yaml}, a phone and a client, all on loopback at free ports. */
final class Demo implements AutoCloseable {

    static final String XMPP_DOMAIN = "example.com";
    static final String SIP_DOMAIN = "sip.example.com";
    private static final String SECRET = "demo";

    private final PrintWriter out;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Ladder ladder;
    private int clientPort;
    private int phonePort;

    Demo(PrintWriter out) {
        this.out = out;
        this.ladder = new Ladder(out);
    }

    Steps play(Path routes) throws Exception {
        var ports = free(4);
        clientPort = ports.get(0);
        phonePort = ports.get(2);
        int componentPort = ports.get(1);
        int gatewayPort = ports.get(3);

        say("Prosody for %s on 127.0.0.1:%d, components on %d", XMPP_DOMAIN, clientPort, componentPort);
        running.push(Prosody.start(XMPP_DOMAIN, SIP_DOMAIN, SECRET, clientPort, componentPort));

        var atPhone = new Seen<PhoneEvent>();
        say("SIP phones of romeo@%1$s and nurse@%1$s on 127.0.0.1:%2$d, a process of its own", SIP_DOMAIN, phonePort);
        var phone = PhoneProcess.start(SIP_DOMAIN, phonePort, gatewayPort, atPhone::add);
        running.push(phone);

        say("stox from %s: SIP on 127.0.0.1:%d, component %s", routes, gatewayPort, SIP_DOMAIN);
        var tap = new LadderTap(ladder);
        running.push(Gateway.of(List.of(routes), settings(gatewayPort, componentPort, phonePort)).tap(tap).start());

        say("XMPP client of juliet@%s", XMPP_DOMAIN);
        var atClient = new Seen<Message>();
        var presence = new Seen<Presence>();
        var client = Client.login("juliet", XMPP_DOMAIN, clientPort, ladder, atClient::add, presence::add);
        running.push(client);

        if (!atPhone.await(e -> e.kind().equals("ready"))) {
            throw new IOException("The phone does not start");
        }
        client.awaitOnline(SIP_DOMAIN);
        ladder.begin("romeo", "SIP phone");
        var steps = new Steps(ladder, tap);
        var cast = new Scene.Cast(client, phone, atClient, presence, atPhone, steps);
        for (var scene : List.of(new MessagePlay(cast), new PresencePlay(cast), new ChatPlay(cast, ladder))) {
            scene.perform();
        }
        tap.played();
        return steps;
    }

    private static Map<String, String> settings(int gatewayPort, int componentPort, int phonePort) {
        return new TreeMap<>(Map.of("stox.domain", SIP_DOMAIN, "stox.xmpp.server", "127.0.0.1:" + componentPort,
                "stox.xmpp.secret", SECRET, "stox.xmpp.domains", XMPP_DOMAIN, "stox.sip.listen", "127.0.0.1:" + gatewayPort,
                "stox.sip.peer", "127.0.0.1:" + phonePort, "stox.state", "memory"));
    }

    void sayHowToLogIn() {
        out.printf("""

                The gateway stays up; Ctrl-C ends it. Come in with your own:

                  XMPP client   account you@%1$s, any password; server 127.0.0.1, port %2$d, no encryption.
                                Write to romeo@%3$s, or to any phone that is registered; add them as contacts.
                  SIP phone     account you@%3$s, any password; server (registrar, proxy) 127.0.0.1:%4$d, UDP.
                                Write to sip:juliet@%1$s, or to any client that is logged in; watch them.

                """, XMPP_DOMAIN, clientPort, SIP_DOMAIN, phonePort);
        out.flush();
    }

    private void say(String text, Object... values) {
        out.println("  " + String.format(text, values));
        out.flush();
    }

    private static List<Integer> free(int count) throws IOException {
        var sockets = new ArrayDeque<ServerSocket>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    /** In the reverse order of the start. */
    @Override
    public synchronized void close() {
        ladder.end();
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                out.println("  " + e.getMessage());
            }
        }
    }
}
