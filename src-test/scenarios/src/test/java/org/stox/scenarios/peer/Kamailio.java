package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Kamailio 5.6 as the proxy in front of gateway and phones: the XMPP domain goes to the gateway, the SIP domain's one user to his
 * phone, everything else is refused. It stays in the foreground with {@code -DD -E}; its children end with it.
 */
public final class Kamailio implements AutoCloseable {

    private final int port;
    private final RealProcess process;

    /** @param transport by which it sends to the gateway; the phone gets UDP */
    public Kamailio(int port, int gateway, int phone, String transport) {
        this.port = port;
        var folder = RealProcess.folder("kamailio");
        var config = folder.resolve("kamailio.cfg");
        try {
            Files.writeString(config, """
                    #!KAMAILIO
                    debug=2
                    log_stderror=yes
                    children=2
                    tcp_children=1
                    auto_aliases=no
                    dns=no
                    rev_dns=no
                    listen=udp:127.0.0.1:%1$d
                    listen=tcp:127.0.0.1:%1$d
                    loadmodule "tm.so"
                    loadmodule "sl.so"
                    loadmodule "rr.so"
                    loadmodule "pv.so"
                    loadmodule "maxfwd.so"
                    loadmodule "textops.so"
                    loadmodule "siputils.so"
                    request_route {
                        if (!mf_process_maxfwd_header("70")) { sl_send_reply("483", "Too Many Hops"); exit; }
                        if (is_method("OPTIONS") && uri == myself) { sl_send_reply("200", "OK"); exit; }
                        loose_route();
                        if ($rd == "%4$s") { $du = "sip:127.0.0.1:%2$d;transport=%6$s"; }
                        else if ($rd == "%5$s" && $rU == "romeo") { $du = "sip:127.0.0.1:%3$d"; }
                        else if ($rd == "%5$s") { sl_send_reply("404", "Not Found"); exit; }
                        else { sl_send_reply("403", "Forbidden"); exit; }
                        if (!t_relay()) { sl_reply_error(); }
                    }
                    """.formatted(port, gateway, phone, XmppServer.DOMAIN, XmppServer.GATEWAY, transport));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = start(port, folder);
    }

    /** With the {@code kamailio.cfg} of the folder, until it answers. */
    static RealProcess start(int port, Path folder) {
        var process = RealProcess.start("kamailio", folder, Map.of(), List.of("kamailio", "-DD", "-E",
                "-f", folder.resolve("kamailio.cfg").toString(), "-m", "16", "-M", "4", "-w", folder.toString(), "-Y", folder.toString()));
        process.await("processes \\(at least\\)");
        try (var peer = SipPeer.create()) {
            peer.call(port, SipText.message("sip:test@localhost", "sip:127.0.0.1:" + port, "").asMethod("OPTIONS"));
        }
        return process;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
