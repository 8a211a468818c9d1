package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** slixmpp 1.8 (Debian's python3-slixmpp) as an XMPP client with a contact list and chats: the program {@code slixmpp/client.py}. */
public final class Slixmpp implements AutoCloseable {

    private static final String PYTHON = "/usr/bin/python3";

    private final RealProcess process;

    public Slixmpp(XmppServer server, String user) {
        this(server, user, "slixmpp");
    }

    public Slixmpp(XmppServer server, String user, String resource) {
        var folder = RealProcess.folder("slixmpp");
        try (var program = Slixmpp.class.getResourceAsStream("/slixmpp/client.py")) {
            Files.copy(program, folder.resolve("client.py"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = RealProcess.start("slixmpp", folder, Map.of(), List.of(PYTHON, "client.py", user + "@" + XmppServer.DOMAIN + "/" + resource,
                XmppServer.PASSWORD, Integer.toString(server.clientPort())));
        process.await("(?m)^ready$");
    }

    public static boolean installed() {
        return RealProcess.installed("python3") && RealProcess.runs(PYTHON, "-c", "import slixmpp");
    }

    /** Asks to see a contact, or answers one who asks: the type of a presence stanza. */
    public void sends(String type, String contact) {
        process.type(type + " " + contact);
    }

    /** What those who may see the user are shown from now on. */
    public void is(String show, int priority, String status) {
        process.type("is " + show + " " + priority + " " + status);
    }

    public void isAskedBy(String contact) {
        shows(contact + " asks", 0);
    }

    /** Waits until it has shown the contact so after the mark: {@code available "" 0}, or offline. */
    public void shows(String contact, String state, int mark) {
        shows(contact + " is " + state, mark);
    }

    /** Wants to see what others of the user's clients say and hear (XEP-0280). */
    public void wantsCopies() {
        process.type("copies");
        shows("copies on", 0);
    }

    public void seesCopyOf(String text) {
        shows("copy of " + text, 0);
    }

    public void says(String to, String text) {
        process.type("chat " + to + " " + text);
    }

    public void hears(String from, String text) {
        shows(from + " says " + text, 0);
    }

    public int mark() {
        return process.mark();
    }

    @Override
    public void close() {
        process.close();
    }

    private void shows(String line, int mark) {
        process.await("(?m)^" + Pattern.quote(line) + "$", mark, Duration.ofSeconds(60));
    }
}
