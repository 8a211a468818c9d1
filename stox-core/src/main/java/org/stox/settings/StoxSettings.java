package org.stox.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.error.ErrorMapping;
import org.stox.service.MappingPolicy;
import org.stox.service.chat.ChatMode;
import org.stox.service.pager.Receipts;
import org.stox.service.presence.PresencePolicy;
import org.stox.service.presence.PresencePolicy.Watchers;

/**
 * The settings of a gateway, checked, and the closed list of all there are. What does not stand in {@link #LIST}, or matches
 * {@code stox.error.CODE} or {@code stox.error.CONDITION}, is refused; {@code stox.home} and {@code STOX_JAVA_OPTS} belong to the script.
 *
 * @param domain the component's domain, where SIP users appear in XMPP
 * @param errors overrides of the tables of RFC 7247 §7: a status to a condition, or a condition to a status
 * @param routes the files of routes to load, as named
 */
public record StoxSettings(String domain, Xmpp xmpp, Sip sip, Im im, Watchers watchers, Map<String, String> errors,
        List<String> routes) {

    public static final String DOMAIN = "stox.domain";
    public static final String XMPP_SERVER = "stox.xmpp.server";
    public static final String XMPP_SECRET = "stox.xmpp.secret";
    public static final String XMPP_DOMAINS = "stox.xmpp.domains";
    /** What the name of each begins with. */
    public static final String PREFIX = "stox.";
    public static final String SIP_LISTEN = "stox.sip.listen";
    public static final String SIP_PEER = "stox.sip.peer";
    public static final String SIP_DOMAIN = "stox.sip.domain";
    public static final String SIP_TRUSTED = "stox.sip.trusted";
    public static final String SIP_ADVERTISE = "stox.sip.advertise";
    public static final String ROUTES = "stox.routes";
    public static final String IM_ANSWER = "stox.im.answer";
    public static final String IM_ACCEPTED = "stox.im.accepted";
    public static final String IM_MAX = "stox.im.max";
    public static final String IM_CORRECTION = "stox.im.correction";
    public static final String STATE = "stox.state";
    /** The value of {@link #STATE} with which nothing is kept. */
    public static final String MEMORY = "memory";
    /** Where sessions are kept without {@link #STATE}. */
    public static final String STATE_FOLDER = "stox-state";

    public static final String PRESENCE_WATCHERS = "stox.presence.watchers";
    public static final String RECEIPTS = "stox.receipts";
    public static final String CHAT = "stox.chat";
    public static final String MSRP_LISTEN = "stox.msrp.listen";
    public static final String MSRP_ADVERTISE = "stox.msrp.advertise";

    /** What the names of overrides begin with. */
    public static final String ERROR = "stox.error.";

    /** The six required settings first, in the order in which an operator meets them. */
    public static final List<Setting<?>> LIST = List.of(
            SettingTable.DOMAIN, SettingTable.XMPP_SERVER, SettingTable.XMPP_SECRET, SettingTable.XMPP_DOMAINS,
            SettingTable.SIP_LISTEN, SettingTable.SIP_PEER,
            SettingTable.SIP_DOMAIN, SettingTable.SIP_TRUSTED, SettingTable.SIP_ADVERTISE, SettingTable.ROUTES,
            SettingTable.IM_ANSWER, SettingTable.IM_ACCEPTED, SettingTable.IM_MAX, SettingTable.IM_CORRECTION, SettingTable.STATE,
            SettingTable.PRESENCE_WATCHERS, SettingTable.RECEIPTS, SettingTable.CHAT, SettingTable.MSRP_LISTEN, SettingTable.MSRP_ADVERTISE);

    /** They begin like a setting and belong to the script. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("stox.home", "stox.log");

    /** The XMPP side. */
    public record Xmpp(HostPort server, String secret, Set<String> domains) {

        public Xmpp {
            domains = Set.copyOf(domains);
        }

        @Override
        public String toString() {
            return "Xmpp[server=" + server + ", domains=" + domains + "]";      // never the secret
        }
    }

    /** The SIP side; without trusted ranges the addresses of the peer are trusted. */
    public record Sip(HostPort listen, SipPeer peer, String domain, List<AddressRange> trusted, Optional<String> advertise) {

        public Sip {
            trusted = List.copyOf(trusted);
        }
    }

    /** Pager mode (RFC 7572). */
    public record Im(Answer answer, int accepted, int max, String correction) {

        /** When a MESSAGE is answered: when the server has taken the stanza, or when it is written. */
        public enum Answer { FENCE, WRITTEN }
    }

    public StoxSettings {
        errors = Map.copyOf(errors);
        routes = List.copyOf(routes);
    }

    /** Whether a property claims to be a setting; whether there is such a one, the check says. */
    public static boolean isSetting(String name) {
        return name.startsWith(PREFIX) && !OF_THE_SCRIPT.contains(name);
    }

    /** What came of a check. */
    public sealed interface Reading {

        record Good(StoxSettings settings) implements Reading { }

        /** One sentence a problem: the setting, what is wrong, what would be right. */
        record Bad(List<String> problems) implements Reading {

            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Checks values by name; names that do not begin with {@code stox.} are none of its business. */
    public static Reading check(Map<String, String> values) {
        return new SettingsCheck(values).reading();
    }

    /**
     * Only the part that mappings need, from values of which the others may be missing: for a context that has its endpoints elsewhere.
     * Throws {@link SettingException} with all problems.
     */
    public static MappingPolicy policy(Map<String, String> values) {
        return new SettingsCheck(values).policy();
    }

    /** Only who may watch, likewise. */
    public static Watchers watchers(Map<String, String> values) {
        return new SettingsCheck(values).watchers();
    }

    /** Only who gets receipts, likewise. */
    public static Receipts receipts(Map<String, String> values) {
        return new SettingsCheck(values).receipts();
    }

    /** Only how a chat reaches a SIP user, likewise. */
    public static ChatMode chat(Map<String, String> values) {
        return new SettingsCheck(values).chat();
    }

    /** Only the tables of errors: what an endpoint needs that maps refusals and nothing else. Overrides that are wrong are left out. */
    public static ErrorMapping errors(Map<String, String> values) {
        return new SettingsCheck(values).errorMapping();
    }

    /** What presence goes by of these. */
    public PresencePolicy presence() {
        return PresencePolicy.DEFAULT.with(watchers);
    }

    /** The part that mappings need. */
    public MappingPolicy policy() {
        return new MappingPolicy(domain, sip.domain(), xmpp.domains(), im.max(), im.accepted(), ErrorMapping.DEFAULT.with(errors).by(domain),
                im.correction());
    }
}
