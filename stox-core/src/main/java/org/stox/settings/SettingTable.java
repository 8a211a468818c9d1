package org.stox.settings;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.stox.service.MappingPolicy;
import org.stox.service.chat.ChatMode;
import org.stox.service.pager.Receipts;
import org.stox.service.presence.PresencePolicy.Watchers;
import org.stox.settings.StoxSettings.Im.Answer;

/** The rows of the list of settings, with the parser of each. */
final class SettingTable {

    static final Setting<String> DOMAIN = Setting.required(StoxSettings.DOMAIN,
            "The domain of the SIP users: the component's name at the XMPP server, and the domain part of their SIP addresses",
            "a domain name, such as sip.example.com", SettingTable::domain);
    static final Setting<HostPort> XMPP_SERVER = Setting.required(StoxSettings.XMPP_SERVER,
            "Where the XMPP server takes components (XEP-0114)",
            "host:port, such as 127.0.0.1:5347", HostPort::parse);
    static final Setting<String> XMPP_SECRET = Setting.required(StoxSettings.XMPP_SECRET,
            "The secret that the server asks of the component",
            "the secret that stands in the XMPP server's configuration", SettingTable::text);
    static final Setting<Set<String>> XMPP_DOMAINS = Setting.required(StoxSettings.XMPP_DOMAINS,
            "The XMPP domains whose users may use the gateway",
            "domain names with commas between, such as example.com,example.org", SettingTable::domains);
    static final Setting<HostPort> SIP_LISTEN = Setting.required(StoxSettings.SIP_LISTEN,
            "Where the gateway takes SIP, over UDP and TCP",
            "host:port of this machine, such as 192.0.2.5:5060 or 0.0.0.0:5060", HostPort::parse);
    static final Setting<SipPeer> SIP_PEER = Setting.required(StoxSettings.SIP_PEER,
            "The SIP proxy or PBX that gets all requests of the gateway",
            "host:port, such as pbx.example.com:5060 or 192.0.2.10:5060;transport=tcp", SipPeer::parse);

    static final Setting<String> SIP_DOMAIN = Setting.optional(StoxSettings.SIP_DOMAIN, "stox.domain",
            "What the SIP side calls its domain, where it differs from stox.domain",
            "a domain name, such as example.net", SettingTable::domain);
    static final Setting<List<AddressRange>> SIP_TRUSTED = Setting.optional(StoxSettings.SIP_TRUSTED, "the addresses of stox.sip.peer",
            "Whose SIP requests are taken",
            "addresses or ranges with commas between, such as 192.0.2.10,198.51.100.0/24", AddressRange::parseList);
    static final Setting<String> SIP_ADVERTISE = Setting.optional(StoxSettings.SIP_ADVERTISE,
            "the host of stox.sip.listen, or the local address towards the peer",
            "The host that the gateway writes into Via and Contact",
            "a host name or an address without port, such as 203.0.113.5", HostPort::host);
    static final Setting<List<String>> ROUTES = Setting.optional(StoxSettings.ROUTES, "gateway.yaml",
            "The routes to run",
            "names of files in the folder routes, or paths, with commas between, such as gateway.yaml", SettingTable::list);
    static final Setting<Answer> IM_ANSWER = Setting.optional(StoxSettings.IM_ANSWER, "fence",
            "When a MESSAGE is answered: when the XMPP server has taken it, or when it is written",
            "fence or written", v -> word(v, "is neither fence nor written", Answer.values()));
    static final Setting<Integer> IM_ACCEPTED = Setting.optional(StoxSettings.IM_ACCEPTED, "200",
            "The answer to a MESSAGE that was taken",
            "200 or 202", v -> oneOf(v, 200, 202));
    static final Setting<Integer> IM_MAX = Setting.optional(StoxSettings.IM_MAX, Integer.toString(MappingPolicy.MESSAGE_MAX),
            "The largest MESSAGE in bytes; more than 1300 only where every hop is TCP (RFC 3428 §8)",
            "a number from " + SettingTable.MIN + " to " + SettingTable.MAX + ", such as 1300", SettingTable::max);
    static final Setting<String> IM_CORRECTION = Setting.optional(StoxSettings.IM_CORRECTION, MappingPolicy.CORRECTION,
            "What stands, with a space, before a text that corrects an earlier one: SIP cannot change what was sent",
            "a word or a sign, such as *", SettingTable::text);
    static final Setting<String> STATE = Setting.optional(StoxSettings.STATE, StoxSettings.STATE_FOLDER + " beside the settings",
            "Where authorizations and subscriptions are kept, so that they outlive a restart",
            "a directory, memory, or the URL of a PostgreSQL database, such as jdbc:postgresql://db.example.com/stox?user=stox", SettingTable::state);

    static final Setting<Watchers> PRESENCE_WATCHERS = Setting.optional(StoxSettings.PRESENCE_WATCHERS, "ask",
            "Whether an XMPP user is asked who of SIP may watch him, or his server's roster alone decides",
            "ask or allow", v -> word(v, "is neither ask nor allow", Watchers.values()));
    static final Setting<Receipts> RECEIPTS = Setting.optional(StoxSettings.RECEIPTS, "all",
            "Who is told that his message has come or was seen: whoever asked, or only who may see the presence of whom he wrote to",
            "all or contacts", v -> word(v, "is neither all nor contacts", Receipts.values()));
    static final Setting<ChatMode> CHAT = Setting.optional(StoxSettings.CHAT, "auto",
            "How a chat reaches a SIP user: by an MSRP session where he can have one, else by MESSAGE (auto), or by one of them only",
            "auto, msrp or pager", v -> word(v, "is neither auto nor msrp nor pager", ChatMode.values()));
    static final Setting<Optional<HostPort>> MSRP_LISTEN = Setting.optional(StoxSettings.MSRP_LISTEN, SettingTable.DEFAULT,
            "Where SIP users reach the gateway by MSRP, over TCP; default is the host of stox.sip.listen and a free port",
            "default, or host:port of this machine, such as 192.0.2.5:2855", SettingTable::listen);
    static final Setting<String> MSRP_ADVERTISE = Setting.optional(StoxSettings.MSRP_ADVERTISE,
            "the host that is listened on, or the local address towards the peer",
            "The host that the gateway writes into its MSRP addresses",
            "a host name or an address without port, such as 203.0.113.5", HostPort::host);

    private static final String DEFAULT = "default";
    private static final int MIN = 500;
    private static final int MAX = 65_000;
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}\\p{M}](?:[\\p{L}\\p{N}\\p{M}-]{0,61}[\\p{L}\\p{N}\\p{M}])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

    private SettingTable() {
    }

    static String domain(String text) {
        var domain = text.toLowerCase(Locale.ROOT);
        for (var label : domain.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw new SettingException("has '" + text + "', which is no domain name");
            }
        }
        if (domain.length() > 253 || ADDRESS.matcher(domain).matches()) {
            throw new SettingException("has '" + text + "', which is no domain name");
        }
        return domain;
    }

    private static Set<String> domains(String text) {
        var domains = new LinkedHashSet<String>();
        list(text).forEach(d -> domains.add(domain(d)));
        return domains;
    }

    private static String text(String text) {
        return text;
    }

    private static String state(String text) {
        if (text.startsWith("jdbc:") && !text.startsWith("jdbc:postgresql:")) {
            throw new SettingException("names a database that is not PostgreSQL");
        }
        return text;
    }

    private static List<String> list(String text) {
        var list = Arrays.stream(text.split(",", -1)).map(String::trim).toList();
        if (list.contains("")) {
            throw new SettingException("has an empty place in its list");
        }
        return list;
    }

    private static Optional<HostPort> listen(String text) {
        return text.equals(DEFAULT) ? Optional.empty() : Optional.of(HostPort.parse(text));
    }

    @SafeVarargs
    private static <E extends Enum<E>> E word(String text, String wrong, E... all) {
        return Arrays.stream(all).filter(e -> e.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
                .orElseThrow(() -> new SettingException(wrong));
    }

    private static int oneOf(String text, int one, int other) {
        if (text.equals(Integer.toString(one)) || text.equals(Integer.toString(other))) {
            return Integer.parseInt(text);
        }
        throw new SettingException("is neither " + one + " nor " + other);
    }

    private static int max(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new SettingException("is no number");
        }
        var max = Integer.parseInt(text);
        if (max < MIN || max > MAX) {
            throw new SettingException(max < MIN ? "is too small for the headers of a MESSAGE alone" : "is too large");
        }
        return max;
    }
}
