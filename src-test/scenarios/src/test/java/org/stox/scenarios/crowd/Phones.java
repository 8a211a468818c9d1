package org.stox.scenarios.crowd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.stox.scenarios.peer.Ports;

/**
 * The phones, behind one UDP port: {@code wN} watches the contact {@code cN}, and {@code pN} is watched by the user {@code uN}. They keep
 * their dialogs whatever happens, try again where the gateway had too much to do, and count what must not come.
 */
public final class Phones implements AutoCloseable {

    private static final Pattern NOTE = Pattern.compile("<note[^>]*>([^<]*)</note>");
    private static final int EXPIRES = 3600;
    private static final int RETRY_AFTER = 5;

    /** A dialog, of one side or the other. */
    private static final class Dialog {

        private String callId = "";
        private String local = "";
        private String remote = "";
        private String target = "";
        private int sent;
        private int received;
        private int begun;
        private int ended;
    }

    private final String domain;
    private final String contacts;
    private final Views toSip;
    private final Views toXmpp;
    private final Dialog[] watching;
    private final Dialog[] watched;
    private final DatagramChannel channel;
    private final int port;
    private final Resends resends;
    private final Rate rate = new Rate();
    private final AtomicInteger refused = new AtomicInteger();
    private final String run = Long.toHexString(System.nanoTime());
    private volatile InetSocketAddress gateway;

    /**
     * @param domain of the phones
     * @param contacts the domain of those whom they watch
     */
    public Phones(String domain, String contacts, Views toSip, Views toXmpp) {
        this.domain = domain;
        this.contacts = contacts;
        this.toSip = toSip;
        this.toXmpp = toXmpp;
        this.watching = dialogs(toSip.pairs());
        this.watched = dialogs(toXmpp.pairs());
        try {
            port = Ports.free();
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(new InetSocketAddress(Ports.loopback(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        resends = new Resends(this::write);
        var reader = new Thread(this::read, "phones");
        reader.setDaemon(true);
        reader.start();
    }

    private static Dialog[] dialogs(int pairs) {
        var dialogs = new Dialog[pairs];
        for (int i = 0; i < pairs; i++) {
            dialogs[i] = new Dialog();
        }
        return dialogs;
    }

    public int port() {
        return port;
    }

    /** The gateway is on that loopback port. */
    public void calls(int gatewayPort) {
        gateway = new InetSocketAddress(Ports.loopback(), gatewayPort);
    }

    /** A phone begins to watch its contact, or goes on to. */
    public void subscribe(int pair) {
        var dialog = watching[pair];
        synchronized (dialog) {
            dialog.callId = "w" + pair + "-" + run;
            dialog.local = "w" + pair;
            send("SUBSCRIBE", dialog, dialog.target.isEmpty() ? "sip:c" + pair + "@" + contacts : dialog.target, "w" + pair,
                    "sip:c" + pair + "@" + contacts, "Event: presence\r\nAccept: application/pidf+xml\r\nExpires: " + EXPIRES + "\r\n", "");
        }
    }

    /** A phone shows another text to those who watch it. */
    public void show(int pair, String text) {
        toXmpp.shows(pair, text);
        tell(pair);
    }

    private void tell(int pair) {
        var dialog = watched[pair];
        var body = "<?xml version='1.0' encoding='UTF-8'?>\r\n<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:p" + pair + "@" + domain
                + "'><tuple id='t1'><status><basic>open</basic></status><note>" + toXmpp.shown(pair) + "</note></tuple></presence>";
        synchronized (dialog) {
            if (!dialog.callId.isEmpty()) {
                send("NOTIFY", dialog, dialog.target, "p" + pair, "sip:u" + pair + "@" + contacts, "Event: presence\r\nSubscription-State: active;expires="
                        + EXPIRES + "\r\nContent-Type: application/pidf+xml\r\n", body);
            }
        }
    }

    private void send(String method, Dialog dialog, String target, String user, String peer, String headers, String body) {
        var branch = "z9hG4bK" + run + user + method.charAt(0) + ++dialog.sent;
        var request = method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + port + ";branch=" + branch + ";rport\r\nMax-Forwards: 70\r\n"
                + "From: <sip:" + user + "@" + domain + ">;tag=" + dialog.local + "\r\nTo: <" + peer + ">" + (dialog.remote.isEmpty() ? ""
                        : ";tag=" + dialog.remote) + "\r\nCall-ID: " + dialog.callId + "\r\nCSeq: " + dialog.sent + " " + method + "\r\nContact: <sip:"
                + user + "@127.0.0.1:" + port + ">\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        resends.add(branch, request.getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] octets) {
        try {
            channel.send(ByteBuffer.wrap(octets), gateway);
        } catch (IOException e) {
            // nobody is there: it is sent again
        }
    }

    private void read() {
        var buffer = ByteBuffer.allocate(65536);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                channel.receive(buffer);
                message(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                // closed, or told that nobody is there
            }
        }
    }

    private void message(String text) {
        if (text.startsWith("SIP/2.0 ")) {
            response(text);
        } else if (text.startsWith("NOTIFY sip:w")) {
            notified(text, number(text, "sip:w"));
        } else if (text.startsWith("SUBSCRIBE sip:p")) {
            subscribed(text, number(text, "sip:p"));
        } else {                                        // for one who is not of the crowd
            answer(text, "200 OK", "peer", "");
        }
    }

    private void response(String text) {
        var via = header(text, "Via");
        if (text.charAt(8) == '1') {
            return;
        }
        boolean first = resends.answered(via.substring(via.indexOf("branch=") + 7).split("[;\r]")[0]);
        if (first && text.charAt(8) != '2') {
            refused.incrementAndGet();
            if (text.startsWith("SIP/2.0 503 ") && header(text, "CSeq").endsWith("SUBSCRIBE")) {
                int pair = number(header(text, "From"), "sip:w");
                CompletableFuture.delayedExecutor(RETRY_AFTER, TimeUnit.SECONDS).execute(() -> subscribe(pair));
            }
        }
        if (text.charAt(8) == '2' && header(text, "CSeq").endsWith("SUBSCRIBE")) {
            var dialog = watching[number(header(text, "From"), "sip:w")];
            synchronized (dialog) {
                dialog.remote = tag(header(text, "To"));
                dialog.target = header(text, "Contact").replaceAll(".*<(.*)>.*", "$1");
            }
        }
    }

    /** The gateway tells a phone about its contact. */
    private void notified(String text, int pair) {
        var dialog = watching[pair];
        answer(text, "200 OK", dialog.local, "");
        synchronized (dialog) {
            if (!counts(text, dialog)) {
                return;
            }
            dialog.ended += header(text, "Subscription-State").startsWith("terminated") ? 1 : 0;
        }
        var note = NOTE.matcher(text);
        if (note.find()) {
            toSip.sees(pair, note.group(1));
        } else if (text.contains("<basic>closed")) {
            toSip.sees(pair, "gone");
        }
    }

    /** The gateway watches a phone. */
    private void subscribed(String text, int pair) {
        var dialog = watched[pair];
        synchronized (dialog) {
            if (tag(header(text, "To")).isEmpty() && !header(text, "Call-ID").equals(dialog.callId)) {
                dialog.callId = header(text, "Call-ID");
                dialog.local = "p" + pair + "-" + ++dialog.begun;
                dialog.remote = tag(header(text, "From"));
                dialog.target = header(text, "Contact").replaceAll(".*<(.*)>.*", "$1");
                dialog.received = 0;
            }
            answer(text, "200 OK", dialog.local, "Expires: " + EXPIRES + "\r\nContact: <sip:p" + pair + "@127.0.0.1:" + port + ">\r\n");
            if (!counts(text, dialog)) {
                return;
            }
            dialog.ended += header(text, "Expires").equals("0") ? 1 : 0;
        }
        tell(pair);
    }

    /** Whether it is not one that was sent again. */
    private boolean counts(String text, Dialog dialog) {
        int number = Integer.parseInt(header(text, "CSeq").split(" ")[0]);
        if (number <= dialog.received) {
            return false;
        }
        dialog.received = number;
        rate.count();
        return true;
    }

    private void answer(String request, String status, String tag, String more) {
        var response = new StringBuilder("SIP/2.0 ").append(status).append("\r\n");
        for (var line : request.substring(0, request.indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.startsWith("Via:") || line.startsWith("From:") || line.startsWith("Call-ID:") || line.startsWith("CSeq:")) {
                response.append(line).append("\r\n");
            } else if (line.startsWith("To:")) {
                response.append(line).append(line.contains(";tag=") ? "" : ";tag=" + tag).append("\r\n");
            }
        }
        write(response.append(more).append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static int number(String text, String before) {
        int from = text.indexOf(before) + before.length();
        return Integer.parseInt(text.substring(from, text.indexOf('@', from)));
    }

    private static String header(String text, String name) {
        int from = text.indexOf("\r\n" + name + ":");
        return from < 0 ? "" : text.substring(from + name.length() + 3, text.indexOf("\r\n", from + 2)).trim();
    }

    private static String tag(String address) {
        int from = address.indexOf(";tag=");
        return from < 0 ? "" : address.substring(from + 5).split("[;\r]")[0];
    }

    /** Requests of the gateway, by the second; those that were sent again not counted. */
    public Rate rate() {
        return rate;
    }

    /** How many requests of the phones were refused. */
    public int refused() {
        return refused.get();
    }

    /** How many requests of the phones had no answer in 32 s. */
    public int unanswered() {
        return resends.lost();
    }

    /** How many phones the gateway watches in other than their first dialog. */
    public int notBegunOnce() {
        int not = 0;
        for (var dialog : watched) {
            not += dialog.begun == 1 ? 0 : 1;
        }
        return not;
    }

    /** How many dialogs the gateway has ended. */
    public int ended() {
        int ended = 0;
        for (int i = 0; i < watching.length; i++) {
            ended += watching[i].ended;
        }
        for (int i = 0; i < watched.length; i++) {
            ended += watched[i].ended;
        }
        return ended;
    }

    @Override
    public void close() {
        resends.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
