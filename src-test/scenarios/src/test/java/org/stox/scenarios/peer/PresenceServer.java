package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Kamailio 5.6 with its presence server in front of gateway and phones: it takes PUBLISH and SUBSCRIBE for the SIP domain itself and
 * passes on what is for the XMPP domain, and stays in the path of those dialogs. Who may watch a user stands in the pres-rules (RFC 5025)
 * of its database; without any a watcher waits. It reads them anew when it gets an INFO for the user. It does not wait for a lock of
 * SQLite, so it has one process for requests, and what we write to its database does not keep it from reading.
 */
public final class PresenceServer implements AutoCloseable {

    private static final Path SCHEMA = Path.of("/usr/share/kamailio/db_sqlite");

    private final int port;
    private final int gateway;
    private final Path folder = RealProcess.folder("presence-server");
    private final String database = "jdbc:sqlite:" + folder.resolve("presence.db");
    private RealProcess process;

    public PresenceServer(int port, int gateway) {
        this.port = port;
        this.gateway = gateway;
        try {
            Files.writeString(folder.resolve("kamailio.cfg"), config());
            create("standard-create.sql", "presence-create.sql");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    public static boolean installed() {
        return RealProcess.installed("kamailio") && Files.isDirectory(SCHEMA);
    }

    /** Starts it with what it had in its database. */
    public void start() {
        process = Kamailio.start(port, folder);
    }

    public void stop() {
        process.stop();
    }

    public int port() {
        return port;
    }

    /** The user decides about a watcher: {@code allow}, {@code block} or {@code confirm}, which lets him wait. */
    public void decides(String user, String watcher, String handling) {
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.prepareStatement("INSERT OR REPLACE INTO xcap"
                        + " (username, domain, doc, doc_type, etag, source, doc_uri, port)"
                        + " VALUES (?, ?, ?, 2, '1', 0, ?, 0)")) {
            statement.setString(1, user);
            statement.setString(2, XmppServer.GATEWAY);
            statement.setBytes(3, rules(watcher, handling).getBytes(StandardCharsets.UTF_8));
            statement.setString(4, user + "/pres-rules");
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (var peer = SipPeer.create()) {
            peer.call(port, SipText.message("sip:test@localhost", "sip:" + user + "@" + XmppServer.GATEWAY, "").asMethod("INFO"));
        }
    }

    /** Waits until it has told somebody how he stands with the user. */
    public void awaitWatcher(String user) {
        process.await("on behalf of sip:" + user + "@");
    }

    @Override
    public void close() {
        process.close();
    }

    private void create(String... scripts) throws IOException {
        try (Connection connection = DriverManager.getConnection(database); var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            for (String script : scripts) {
                for (String command : Files.readString(SCHEMA.resolve(script)).split(";\\s*\n")) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String rules(String watcher, String handling) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <cr:ruleset xmlns="urn:ietf:params:xml:ns:pres-rules" xmlns:pr="urn:ietf:params:xml:ns:pres-rules"
                    xmlns:cr="urn:ietf:params:xml:ns:common-policy"><cr:rule id="r1">
                <cr:conditions><cr:identity><cr:one id="%s"/></cr:identity></cr:conditions>
                <cr:actions><pr:sub-handling>%s</pr:sub-handling></cr:actions><cr:transformations/></cr:rule></cr:ruleset>
                """.formatted(watcher, handling);
    }

    private String config() {
        return """
                #!KAMAILIO
                debug=2
                log_stderror=yes
                children=1
                tcp_children=1
                auto_aliases=no
                dns=no
                rev_dns=no
                listen=udp:127.0.0.1:%1$d
                loadmodule "tm.so"
                loadmodule "sl.so"
                loadmodule "rr.so"
                loadmodule "pv.so"
                loadmodule "maxfwd.so"
                loadmodule "textops.so"
                loadmodule "siputils.so"
                loadmodule "db_sqlite.so"
                loadmodule "presence.so"
                loadmodule "presence_xml.so"
                modparam("presence|presence_xml", "db_url", "sqlite:///%5$s")
                modparam("presence", "server_address", "sip:127.0.0.1:%1$d")
                modparam("presence", "min_expires", 5)
                modparam("presence_xml", "integrated_xcap_server", 1)
                request_route {
                    if (!mf_process_maxfwd_header("70")) { sl_send_reply("483", "Too Many Hops"); exit; }
                    if (is_method("OPTIONS") && uri == myself) { sl_send_reply("200", "OK"); exit; }
                    if (is_method("INFO")) { pres_refresh_watchers("$ru", "presence", 0); sl_send_reply("200", "OK"); exit; }
                    if (has_totag() && loose_route()) { if (!t_relay()) { sl_reply_error(); } exit; }
                    if (is_method("PUBLISH|SUBSCRIBE") && ($rd == "%4$s" || uri == myself)) {
                        if (!t_newtran()) { sl_reply_error(); exit; }
                        if (is_method("PUBLISH")) { handle_publish(); } else { handle_subscribe(); }
                        exit;
                    }
                    if ($rd == "%3$s") {
                        record_route();
                        $du = "sip:127.0.0.1:%2$d";
                        if (!t_relay()) { sl_reply_error(); }
                        exit;
                    }
                    sl_send_reply("404", "Not Found");
                }
                """.formatted(port, gateway, XmppServer.DOMAIN, XmppServer.GATEWAY, folder.resolve("presence.db"));
    }
}
