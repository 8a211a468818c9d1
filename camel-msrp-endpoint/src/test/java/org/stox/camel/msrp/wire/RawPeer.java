package org.stox.camel.msrp.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of an MSRP connection, as a plain socket: it knows nothing of our codec. */
public final class RawPeer implements Closeable {

    private static final int PATIENCE = 10_000;

    private final Socket socket;
    private final InputStream in;

    public RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawPeer to(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Socket socket() {
        return socket;
    }

    public RawPeer send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    /** The next message up to its end-line; an empty text where the connection is closed instead. */
    public String read() throws IOException {
        var octets = new ByteArrayOutputStream();
        var start = line(octets);
        if (start.isEmpty()) {
            return "";
        }
        var end = "-------" + start.split(" ")[1];
        for (var line = line(octets); !line.isEmpty(); line = line(octets)) {
            if (line.startsWith(end) && line.length() == end.length() + 3) {
                return octets.toString(StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** With its CR and LF; empty at the end of the stream. */
    private String line(ByteArrayOutputStream all) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.write(c);
            if (c == '\n') {
                break;
            }
        }
        line.writeTo(all);
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The status of the next message, which is a response. */
    public int status() throws IOException {
        var text = read();
        return text.isEmpty() ? 0 : Integer.parseInt(text.split(" ")[2].strip());
    }

    /** Whether the connection is closed by the other side, before anything more comes. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    /** A field of a message, or empty. */
    public static String field(String message, String name) {
        for (var line : message.split("\r\n")) {
            if (line.startsWith(name + ": ")) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    public static String transaction(String message) {
        return message.split(" ")[1];
    }

    /** What stands between the head and the end-line. */
    public static String body(String message) {
        int from = message.indexOf("\r\n\r\n") + 4;
        int to = message.lastIndexOf("\r\n-------" + transaction(message));
        return from < 4 || to < from ? "" : message.substring(from, to);
    }

    /** 200 to it. */
    public RawPeer ok(String request) throws IOException {
        return answer(request, 200);
    }

    public RawPeer answer(String request, int status) throws IOException {
        var id = transaction(request);
        return send("MSRP " + id + " " + status + "\r\nTo-Path: " + field(request, "From-Path") + "\r\nFrom-Path: " + field(request, "To-Path")
                + "\r\n-------" + id + "$\r\n");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
