package org.stox.scenarios.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * baresip 1.0.0 (Debian's baresip-core), without sound. How it is driven: the command {@code message} is in contact.so and sends to the
 * current contact, so the contacts file holds one; ctrl_tcp takes JSON in netstrings and runs it. Messages that come are shown by
 * menu.so only if stdio.so runs, which needs a standard input that is no /dev/null and stays open. A refused message is shown as
 * its status line; a message that was taken shows nothing.
 */
public final class Baresip implements Phone {

    private static final int ANSWERS_MS = 30_000;
    private static final String CONTACT = "sip:juliet@example.com";

    /** What it does of presence. */
    private enum Presence { NONE, WATCHES, PUBLISHES }

    private final int port;
    private final RealProcess process;
    private final Socket control;
    private final BufferedReader results;

    /**
     * @param port its own
     * @param proxy the port to which all its requests go
     */
    public Baresip(int port, int proxy, String transport) {
        this(port, proxy, transport, USER, Presence.NONE);
    }

    private Baresip(int port, int proxy, String transport, String user, Presence presence) {
        this.port = port;
        var folder = RealProcess.folder("baresip");
        int controlPort = Ports.free();
        try {
            Files.writeString(folder.resolve("config"), """
                    poll_method epoll
                    sip_listen 127.0.0.1:%d
                    module_path /usr/lib/baresip/modules
                    module stdio.so
                    module_tmp account.so
                    module_app contact.so
                    module_app menu.so
                    module_app ctrl_tcp.so
                    %s
                    ctrl_tcp_listen 127.0.0.1:%d
                    """.formatted(port, presence == Presence.NONE ? "" : "module_app presence.so", controlPort));
            Files.writeString(folder.resolve("accounts"), "<%s>;outbound=\"sip:127.0.0.1:%d;transport=%s\";regint=0%s\n"
                    .formatted(user, proxy, transport, presence == Presence.PUBLISHES ? ";pubint=600" : ""));
            Files.writeString(folder.resolve("contacts"), "\"Juliet\" <%s>;access=allow%s\n".formatted(CONTACT,
                    presence == Presence.NONE ? "" : ";presence=p2p"));
            process = RealProcess.start("baresip", folder, Map.of(), List.of("baresip", "-v", "-s", "-f", folder.toString()));
            process.await("baresip is ready");
            control = new Socket(Ports.loopback(), controlPort);
            control.setSoTimeout(ANSWERS_MS);
            results = new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
            command("contact_next", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It watches Juliet from its start on, and tells those who watch its user. */
    public static Baresip watching(int port, int proxy, String user) {
        return new Baresip(port, proxy, "udp", user, Presence.WATCHES);
    }

    /** The same, and it tells a presence server by PUBLISH. */
    public static Baresip publishing(int port, int proxy, String user) {
        return new Baresip(port, proxy, "udp", user, Presence.PUBLISHES);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void say(String text) {
        command("message", text);
    }

    @Override
    public void hears(String from, String text) {
        process.await(Pattern.quote(from) + "[^ ]*: \"" + Pattern.quote(text + "\""));
    }

    /** Waits until it has shown the refusal of a message. */
    public void refused(int status) {
        process.await("\u001b\\[31m" + status + " ", 0, Duration.ofSeconds(40));
    }

    /** The user shows himself, or hides; before either, nothing is known of him. */
    public void goes(boolean online) {
        command(online ? "presence_online" : "presence_offline", "");
    }

    /** Waits until it shows Juliet so: Unknown, Online, Offline or Busy. Only a NOTIFY changes that. */
    public void shows(String state) {
        int mark = process.mark();
        while (!command("contacts", "").contains("m" + state + "\\u001B[;m Juliet")) {
            process.await("(?m)^NOTIFY sip:", mark, Duration.ofSeconds(60));
            mark = process.mark();
        }
    }

    /** Waits until it has given Juliet up for this reason. */
    public void givesUp(String reason) {
        process.await(Pattern.quote("presence: subscriber closed <" + CONTACT + ">: " + reason));
    }

    @Override
    public void close() {
        try {
            control.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.close();
        }
    }

    private String command(String command, String parameters) {
        var json = "{\"command\":\"%s\",\"params\":\"%s\",\"token\":\"t\"}".formatted(command, parameters.replace("\"", "\\\""))
                .getBytes(StandardCharsets.UTF_8);
        try {
            var out = control.getOutputStream();
            out.write((json.length + ":").getBytes(StandardCharsets.US_ASCII));
            out.write(json);
            out.write(',');
            out.flush();
            var answer = new StringBuilder();
            while (!answer.toString().endsWith("},")) {
                int next = results.read();
                if (next < 0) {
                    throw new AssertionError("baresip hung up: " + process.printed());
                }
                answer.append((char) next);
            }
            if (!answer.toString().contains("\"ok\":true")) {
                throw new AssertionError(answer);
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
