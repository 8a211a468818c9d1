package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * linphonec 5.1.65 (Debian's linphone-cli), without sound. How it is driven: lines on standard input ({@code chat URI text}, no quotes,
 * they would be sent); what comes is printed as "Message received from". A proxy entry with {@code reg_route} and without registration
 * makes an outbound proxy. It wants its database's folder to exist, and a whole configuration file at the first start.
 */
public final class Linphonec implements Phone {

    private final int port;
    private final RealProcess process;

    /**
     * @param port its own
     * @param proxy the port to which all its requests go
     */
    public Linphonec(int port, int proxy, String transport) {
        this(port, proxy, transport, USER, "");
    }

    private Linphonec(int port, int proxy, String transport, String user, String friend) {
        this(port, proxy, transport, user, friend, 0);
    }

    private Linphonec(int port, int proxy, String transport, String user, String friend, int wraps) {
        this.port = port;
        var folder = RealProcess.folder("linphonec");
        try {
            Files.createDirectories(folder.resolve(Path.of(".local", "share", "linphone")));
            Files.writeString(folder.resolve("linphonerc"), """
                    [sip]
                    bind_address=127.0.0.1
                    sip_port=%1$d
                    sip_tcp_port=%1$d
                    sip_tls_port=-1
                    default_proxy=0
                    guess_hostname=0
                    contact=<sip:romeo@127.0.0.1>
                    subscribe_presence_only_when_registered=0

                    [proxy_0]
                    reg_proxy=<sip:127.0.0.1:%2$d;transport=%3$s;lr>
                    reg_route=<sip:127.0.0.1:%2$d;transport=%3$s;lr>
                    reg_identity=%4$s
                    reg_sendregister=0
                    publish=0

                    [proxy_default_values]
                    cpim_in_basic_chat_rooms_enabled=%6$d

                    [proxy]
                    cpim_in_basic_chat_rooms_enabled=%6$d

                    %5$s
                    """.formatted(port, proxy, transport, user, friend, wraps));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = RealProcess.start("linphonec", folder, Map.of(), List.of("linphonec", "-c", folder.resolve("linphonerc").toString()));
        process.await("linphonec> ");
    }

    /** It wraps what it sends in message/cpim, and asks to hear of it. Of what it gets it tells nothing, as it is not registered anywhere. */
    public static Linphonec wrapping(int port, int proxy) {
        return new Linphonec(port, proxy, "udp", USER, "", 1);
    }

    /** It watches Juliet from its start on, who may watch its user. */
    public static Linphonec watching(int port, int proxy, String user) {
        return new Linphonec(port, proxy, "udp", user, friend("sip:juliet@example.com", "accept", 1));
    }

    /** It refuses that watcher. */
    public static Linphonec refusing(int port, int proxy, String user, String watcher) {
        return new Linphonec(port, proxy, "udp", user, friend(watcher, "deny", 0));
    }

    private static String friend(String address, String policy, int watched) {
        return """
                [friend_0]
                url="Juliet" <%s>
                pol=%s
                subscribe=%d
                """.formatted(address, policy, watched);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void say(String text) {
        process.type("chat sip:juliet@example.com " + text);
    }

    @Override
    public void hears(String from, String text) {
        process.await("Message received from [^\n]*" + Pattern.quote(from) + "[^\n]*: " + Pattern.quote(text));
    }

    /** Waits until it has shown Juliet so after the mark: Online, Away, Busy, On the phone, Offline. */
    public void shows(String state, int mark) {
        process.await("Friend \"Juliet\" <sip:juliet@example.com> is " + state + "\n", mark, Duration.ofSeconds(60));
    }

    public int mark() {
        return process.mark();
    }

    /** As its user ends it. */
    public void quits() {
        process.type("quit");
    }

    @Override
    public void close() {
        if (process.alive()) {
            quits();
        }
        process.close();
    }
}
