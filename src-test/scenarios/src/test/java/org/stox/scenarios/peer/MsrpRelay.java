package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * Kamailio 5.6 with its module msrp as a relay (RFC 4976): AUTH with Digest over TLS, then what has its URI in To-Path is carried on the
 * connection of who got that URI. It also takes TCP on a second port, which the RFC forbids for AUTH and a peer of a session may use.
 */
public final class MsrpRelay implements AutoCloseable {

    public static final String USER = "romeo";
    public static final String PASSWORD = "xyz123";

    private final int tls = Ports.free();
    private final int tcp = Ports.free();
    private final RealProcess process;

    public MsrpRelay() {
        var folder = RealProcess.folder("msrp-relay");
        Certificates.selfSigned(folder);
        try {
            Files.writeString(folder.resolve("kamailio.cfg"), """
                    #!KAMAILIO
                    debug=2
                    log_stderror=yes
                    children=2
                    tcp_children=2
                    auto_aliases=no
                    dns=no
                    rev_dns=no
                    enable_tls=yes
                    tcp_accept_no_cl=yes
                    tcp_connection_lifetime=1810
                    listen=tls:127.0.0.1:%1$d
                    listen=tcp:127.0.0.1:%2$d
                    listen=udp:127.0.0.1:%2$d
                    loadmodule "tls.so"
                    loadmodule "sl.so"
                    loadmodule "pv.so"
                    loadmodule "auth.so"
                    loadmodule "htable.so"
                    loadmodule "textops.so"
                    loadmodule "siputils.so"
                    loadmodule "cfgutils.so"
                    loadmodule "msrp.so"
                    modparam("tls", "certificate", "%3$s/cert.pem")
                    modparam("tls", "private_key", "%3$s/key.pem")
                    modparam("tls", "tls_method", "TLSv1.2+")
                    modparam("auth", "nonce_count", 1)
                    modparam("auth", "qop", "auth")
                    modparam("htable", "htable", "msrp=>size=8;autoexpire=3600;")
                    request_route {
                        sl_send_reply("200", "OK");
                    }
                    event_route[msrp:frame-in] {
                        msrp_reply_flags("1");
                        if (msrp_is_reply()) {
                            msrp_relay();
                        } else if ($msrp(method) == "AUTH") {
                            if ($msrp(nexthops) > 0) {
                                msrp_relay();
                                exit;
                            }
                            $var(password) = "%4$s";
                            if (!pv_www_authenticate("relay", "$var(password)", "0", "$msrp(method)")) {
                                auth_get_www_authenticate("relay", "1", "$var(challenge)");
                                msrp_reply("401", "Unauthorized", "$var(challenge)");
                                exit;
                            }
                            $var(count) = $var(count) + 1;
                            $var(id) = "s" + $pp + "c" + $var(count) + "r" + $(RANDOM);
                            $sht(msrp=>$var(id)::srcaddr) = $msrp(srcaddr);
                            $sht(msrp=>$var(id)::srcsock) = $msrp(srcsock);
                            $var(scheme) = "msrps";
                            $var(port) = "%1$d";
                            if ($msrp(srcsock) =~ "^tcp") { $var(scheme) = "msrp"; $var(port) = "%2$d"; }
                            msrp_reply("200", "OK", "Use-Path: $var(scheme)://127.0.0.1:$var(port)/$var(id);tcp\\r\\nExpires: 1800\\r\\n");
                        } else if ($msrp(method) == "SEND" || $msrp(method) == "REPORT") {
                            if ($msrp(nexthops) > 1) {
                                if ($msrp(method) != "REPORT") { msrp_reply("200", "OK"); }
                                msrp_relay();
                                exit;
                            }
                            $var(id) = $msrp(sessid);
                            if ($sht(msrp=>$var(id)::srcaddr) == $null) {
                                if ($msrp(method) != "REPORT") { msrp_reply("481", "No Such Session"); }
                                exit;
                            }
                            if ($msrp(method) != "REPORT") { msrp_reply("200", "OK"); }
                            msrp_relay_flags("1");
                            if ($sht(msrp=>$var(id)::srcaddr) == $msrp(srcaddr)) {
                                $var(next) = $msrp(nexthop);
                                msrp_set_dst("$sht(msrp=>$var(next)::srcaddr)", "$sht(msrp=>$var(next)::srcsock)");
                            } else {
                                $var(previous) = $msrp(prevhop);
                                $sht(msrp=>$var(previous)::srcaddr) = $msrp(srcaddr);
                                $sht(msrp=>$var(previous)::srcsock) = $msrp(srcsock);
                                msrp_set_dst("$sht(msrp=>$var(id)::srcaddr)", "$sht(msrp=>$var(id)::srcsock)");
                            }
                            msrp_relay();
                        } else {
                            msrp_reply("501", "Unknown Method");
                        }
                    }
                    """.formatted(tls, tcp, folder, PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = Kamailio.start(tcp, folder);
    }

    public static boolean installed() {
        return RealProcess.installed("kamailio")
                && RealProcess.runs("test", "-f", "/usr/lib/x86_64-linux-gnu/kamailio/modules/tls.so");
    }

    /** The URI to which AUTH goes. */
    public String uri() {
        return "msrps://127.0.0.1:" + tls + ";tcp";
    }

    /** The same without TLS. */
    public String plainUri() {
        return "msrp://127.0.0.1:" + tcp + ";tcp";
    }

    /** How a phone that uses it takes and makes calls. */
    public Map<String, Object> client(String uri) {
        return Map.of("relay", uri, "user", USER, "password", PASSWORD);
    }

    public String printed() {
        return process.printed();
    }

    public List<Integer> ports() {
        return List.of(tls, tcp);
    }

    @Override
    public void close() {
        process.close();
    }
}
