package org.stox.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.service.chat.ChatMode;
import org.stox.service.pager.Receipts;
import org.stox.service.presence.PresencePolicy.Watchers;
import org.stox.settings.StoxSettings.Reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StoxSettingsTest {

    private static final Map<String, String> SIX = Map.of(
            "stox.domain", "sip.example.com",
            "stox.xmpp.server", "127.0.0.1:5347",
            "stox.xmpp.secret", "s3cret",
            "stox.xmpp.domains", "example.com, Example.ORG",
            "stox.sip.listen", "[::1]:5060",
            "stox.sip.peer", "pbx.example.com:5070;transport=tcp");

    private static Map<String, String> six(String name, String value) {
        var values = new HashMap<>(SIX);
        values.put(name, value);
        return values;
    }

    private static StoxSettings good(Map<String, String> values) {
        return assertInstanceOf(Reading.Good.class, StoxSettings.check(values)).settings();
    }

    private static List<String> problems(Map<String, String> values) {
        return assertInstanceOf(Reading.Bad.class, StoxSettings.check(values)).problems();
    }

    @Test
    void sixSettingsAreEnoughAndTheOthersHaveTheirDefaults() {
        var settings = good(SIX);
        assertEquals("sip.example.com", settings.domain());
        assertEquals("sip.example.com", settings.sip().domain());
        assertEquals(new HostPort("127.0.0.1", 5347), settings.xmpp().server());
        assertEquals(Set.of("example.com", "example.org"), settings.xmpp().domains());
        assertEquals("::1", settings.sip().listen().address());
        assertEquals(SipPeer.Transport.TCP, settings.sip().peer().transport());
        assertEquals(List.of(), settings.sip().trusted());
        assertEquals(Optional.empty(), settings.sip().advertise());
        assertEquals(List.of("gateway.yaml"), settings.routes());
        assertEquals(new StoxSettings.Im(StoxSettings.Im.Answer.FENCE, 200, 1300, "*"), settings.im());
        assertEquals(6, StoxSettings.LIST.stream().filter(Setting::required).count());
        assertFalse(settings.toString().contains("s3cret"));
        assertEquals(1300, settings.policy().messageMax());
    }

    @Test
    void optionalSettingsAreTaken() {
        var values = new HashMap<>(SIX);
        values.putAll(Map.of("stox.sip.domain", "example.net", "stox.sip.trusted", "192.0.2.10, 198.51.100.0/24,2001:db8::/32",
                "stox.sip.advertise", "203.0.113.5", "stox.routes", "im.yaml,/tmp/more.xml", "stox.im.answer", "written",
                "stox.im.accepted", "202", "stox.im.max", "8000",
                "stox.im.correction", "Correction:"));
        values.put("stox.presence.watchers", "allow");
        values.put("stox.receipts", "contacts");
        values.putAll(Map.of("stox.chat", "pager", "stox.msrp.listen", "[::1]:2855", "stox.msrp.advertise", "203.0.113.6"));
        values.putAll(Map.of("stox.error.404", "gone", "stox.error.conflict", "486", "camel.main.name", "other", "stox.home", "/opt/stox"));
        var settings = good(values);
        assertEquals("example.net", settings.policy().sipDomain());
        assertEquals(3, settings.sip().trusted().size());
        assertEquals(Optional.of("203.0.113.5"), settings.sip().advertise());
        assertEquals(List.of("im.yaml", "/tmp/more.xml"), settings.routes());
        assertEquals(new StoxSettings.Im(StoxSettings.Im.Answer.WRITTEN, 202, 8000, "Correction:"), settings.im());
        assertEquals(Watchers.ALLOW, StoxSettings.watchers(values));
        assertEquals(Receipts.CONTACTS, StoxSettings.receipts(values));
        assertEquals(ChatMode.PAGER, StoxSettings.chat(values));
        assertEquals(Map.of("404", "gone", "conflict", "486"), settings.errors());
    }

    @Test
    void overridesReachTheTables() {
        var overridden = good(six("stox.error.404", "gone")).policy().errors();
        assertEquals("stox.error.404", overridden.ruleToXmpp(404));
        assertEquals("stox.error.404", StoxSettings.errors(Map.of("stox.error.404", "gone")).ruleToXmpp(404));
        assertEquals("stox.error.404", StoxSettings.policy(six("stox.error.404", "gone")).errors().ruleToXmpp(404));
    }

    @Test
    void aPolicyNeedsTwoSettingsOnly() {
        var policy = StoxSettings.policy(Map.of("stox.domain", "a.example", "stox.xmpp.domains", "b.example", "stox.im.max", "900"));
        assertEquals(900, policy.messageMax());
        assertEquals("stox.xmpp.domains is missing: it must be domain names with commas between, such as example.com,example.org.",
                assertThrows(SettingException.class, () -> StoxSettings.policy(Map.of("stox.domain", "a.example"))).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        stox.domain       | not a domain         | stox.domain=not a domain has 'not a domain', which is no domain name: it must be a domain name, such as sip.example.com.
        stox.domain       | 192.0.2.1            | stox.domain=192.0.2.1 has '192.0.2.1', which is no domain name: it must be a domain name, such as sip.example.com.
        stox.domain       | example.com          | stox.domain=example.com is also in stox.xmpp.domains: a domain is either of SIP users or of XMPP users, so it must stand in one of the two only.
        stox.sip.domain   | example.org          | stox.sip.domain=example.org is also in stox.xmpp.domains: a domain is either of SIP users or of XMPP users, so it must stand in one of the two only.
        stox.xmpp.server  | 127.0.0.1            | stox.xmpp.server=127.0.0.1 has no port: it must be host:port, such as 127.0.0.1:5347.
        stox.xmpp.server  | :5347                | stox.xmpp.server=:5347 has no host: it must be host:port, such as 127.0.0.1:5347.
        stox.xmpp.secret  | ""                   | stox.xmpp.secret is empty: it must be the secret that stands in the XMPP server's configuration.
        stox.xmpp.domains | example.com,,a.org   | stox.xmpp.domains=example.com,,a.org has an empty place in its list: it must be domain names with commas between, such as example.com,example.org.
        stox.sip.listen   | 192.0.2.5:65536      | stox.sip.listen=192.0.2.5:65536 has a port that is no number from 1 to 65535: it must be host:port of this machine, such as 192.0.2.5:5060 or 0.0.0.0:5060.
        stox.sip.listen   | ::1:5060             | stox.sip.listen=::1:5060 has an IPv6 address without brackets: it must be host:port of this machine, such as 192.0.2.5:5060 or 0.0.0.0:5060.
        stox.sip.listen   | 192.0.2.256:5060     | stox.sip.listen=192.0.2.256:5060 has a host that is no IPv4 address: it must be host:port of this machine, such as 192.0.2.5:5060 or 0.0.0.0:5060.
        stox.sip.peer     | [::g]:5060           | stox.sip.peer=[::g]:5060 has no IPv6 address in its brackets: it must be host:port, such as pbx.example.com:5060 or 192.0.2.10:5060;transport=tcp.
        stox.sip.peer     | pbx:5060;transport=tls | stox.sip.peer=pbx:5060;transport=tls has a transport that is neither udp nor tcp: it must be host:port, such as pbx.example.com:5060 or 192.0.2.10:5060;transport=tcp.
        stox.sip.peer     | pbx:5060;lr          | stox.sip.peer=pbx:5060;lr has something after the port that is not ;transport=udp or ;transport=tcp: it must be host:port, such as pbx.example.com:5060 or 192.0.2.10:5060;transport=tcp.
        stox.sip.peer     | sip:pbx:5060         | stox.sip.peer=sip:pbx:5060 has a colon too many: it must be host:port, such as pbx.example.com:5060 or 192.0.2.10:5060;transport=tcp.
        stox.sip.peer     | p!x:5060             | stox.sip.peer=p!x:5060 has a host that is no host name and no address: it must be host:port, such as pbx.example.com:5060 or 192.0.2.10:5060;transport=tcp.
        stox.sip.trusted  | 192.0.2.0/33         | stox.sip.trusted=192.0.2.0/33 has '192.0.2.0/33', whose prefix length is no number from 0 to 32: it must be addresses or ranges with commas between, such as 192.0.2.10,198.51.100.0/24.
        stox.sip.trusted  | pbx.example.com      | stox.sip.trusted=pbx.example.com has 'pbx.example.com', which is no address: it must be addresses or ranges with commas between, such as 192.0.2.10,198.51.100.0/24.
        stox.sip.advertise | 203.0.113.5:5060    | stox.sip.advertise=203.0.113.5:5060 has a colon too many: it must be a host name or an address without port, such as 203.0.113.5.
        stox.routes       | ""                   | stox.routes is empty: it must be names of files in the folder routes, or paths, with commas between, such as gateway.yaml.
        stox.receipts          | none            | stox.receipts=none is neither all nor contacts: it must be all or contacts.
        stox.presence.watchers | none            | stox.presence.watchers=none is neither ask nor allow: it must be ask or allow.
        stox.chat         | MSRP                 | stox.chat=MSRP is neither auto nor msrp nor pager: it must be auto, msrp or pager.
        stox.msrp.listen  | 192.0.2.5            | stox.msrp.listen=192.0.2.5 has no port: it must be default, or host:port of this machine, such as 192.0.2.5:2855.
        stox.msrp.advertise | 203.0.113.6:2855   | stox.msrp.advertise=203.0.113.6:2855 has a colon too many: it must be a host name or an address without port, such as 203.0.113.5.
        stox.im.answer    | later                | stox.im.answer=later is neither fence nor written: it must be fence or written.
        stox.im.accepted  | 204                  | stox.im.accepted=204 is neither 200 nor 202: it must be 200 or 202.
        stox.im.max       | a lot                | stox.im.max=a lot is no number: it must be a number from 500 to 65000, such as 1300.
        stox.state        | jdbc:mysql://db/stox | stox.state names a database that is not PostgreSQL: it must be a directory, memory, or the URL of a PostgreSQL database, such as jdbc:postgresql://db.example.com/stox?user=stox.
        stox.im.max       | 10                   | stox.im.max=10 is too small for the headers of a MESSAGE alone: it must be a number from 500 to 65000, such as 1300.
        stox.im.max       | 1000000              | stox.im.max=1000000 is too large: it must be a number from 500 to 65000, such as 1300.
        stox.error.404    | item-notfound        | stox.error.404=item-notfound has no stanza error condition: it must be one of RFC 6120 §8.3.3, such as item-not-found.
        stox.error.conflict | 99               | stox.error.conflict=99 is no status that can answer a MESSAGE: it must be a number from 400 to 699 other than 401, 407 and 408, such as 404.
        stox.error.conflict | 408              | stox.error.conflict=408 is no status that can answer a MESSAGE: it must be a number from 400 to 699 other than 401, 407 and 408, such as 404.
        stox.error.gone   | 404                | stox.error.gone cannot be set: RFC 7247 leaves no choice, it is 301 with an address and 410 without, so remove it.
        stox.error.299    | gone                 | stox.error.299 is unknown: after stox.error. there must be a SIP status from 300 to 699, or a stanza error condition such as item-not-found.
        stox.xmpp.sever   | 127.0.0.1:1          | stox.xmpp.sever is unknown: did you mean stox.xmpp.server?
        stox.colour       | green                | stox.colour is unknown: remove it, or take a name from the list of settings in README.md.
        STOX_SIP_PEAR     | 127.0.0.1:1          | STOX_SIP_PEAR is unknown: did you mean STOX_SIP_PEER?
        """)
    void aWrongSettingIsOneSentence(String name, String value, String sentence) {
        assertEquals(List.of(sentence), problems(six(name, value)));
    }

    @Test
    void everyMissingSettingIsNamedAtOnce() {
        var problems = problems(Map.of());
        assertEquals(6, problems.size());
        assertEquals("stox.domain is missing: it must be a domain name, such as sip.example.com.", problems.get(0));
        var required = StoxSettings.LIST.stream().filter(Setting::required).toList();
        for (int i = 0; i < 6; i++) {
            assertTrue(problems.get(i).startsWith(required.get(i).name() + " is missing: it must be "));
        }
    }

    @Test
    void theExampleInEachSentenceIsItselfRight() {
        for (var setting : StoxSettings.LIST) {
            var example = setting.right().replaceFirst(".*such as (\\S+).*", "$1").replaceFirst("^(\\S+) or .*", "$1");
            assertTrue(example.equals(setting.right()) || parses(setting, example), setting.name() + ": " + example);
        }
    }

    private static boolean parses(Setting<?> setting, String example) {
        return setting.parser().apply(example) != null;
    }

    @Test
    void aWrongSecretIsNeverShown() {
        assertFalse(problems(six("stox.xmpp.secret", " ")).toString().contains("="));
    }

    @Test
    void environmentNamesAreTheSettingsInCapitals() {
        var environment = Map.of("STOX_DOMAIN", "a", "STOX_XMPP_SERVER", "b", "STOX_ERROR_404", "gone", "STOX_ERROR_ITEM_NOT_FOUND", "410",
                "STOX_JAVA_OPTS", "-Xmx1g", "STOX_HOME", "/opt", "PATH", "/bin", "STOX_SIP_PEAR", "c");
        assertEquals(Map.of("stox.domain", "a", "stox.xmpp.server", "b", "stox.error.404", "gone", "stox.error.item-not-found", "410",
                "STOX_SIP_PEAR", "c"), EnvironmentNames.settings(environment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOX_SERVICE_HOST=10.0.0.1", "STOX_SERVICE_PORT=5060", "STOX_SERVICE_PORT_SIP_UDP=5060",
        "STOX_PORT=tcp://10.0.0.1:5060",
        "STOX_PORT_5060_TCP=tcp://10.0.0.1:5060", "STOX_PORT_5060_UDP=udp://10.0.0.1:5060", "STOX_PORT_5060_UDP_PROTO=udp",
        "STOX_PORT_5060_UDP_PORT=5060", "STOX_PORT_5060_UDP_ADDR=10.0.0.1", "STOX_GATEWAY_SIP_SERVICE_HOST=10.0.0.1",
        "STOX_GATEWAY_SIP_PORT=udp://10.0.0.1:5060", "STOX_GATEWAY_SIP_PORT_5060_TCP_ADDR=10.0.0.1"})
    void whatKubernetesSetsForAServiceIsNoSetting(String variable) {
        assertEquals(Map.of(), EnvironmentNames.settings(Map.of(variable.split("=")[0], variable.split("=")[1])));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOX_SIP_PORT=5060", "STOX_SIP_LISTEN_PORT=5060", "STOX_PORT=5060", "STOX_SERVICE=a", "STOX_PORT_TCP=5060",
        "STOX_SIP_PEER_HOST=a", "STOX_SERVICE_HOSTS=a"})
    void whatOnlyLooksLikeItIsNamedAsUnknown(String variable) {
        var name = variable.split("=")[0];
        var reading = StoxSettings.check(EnvironmentNames.settings(Map.of(name, variable.split("=")[1])));
        assertTrue(((Reading.Bad) reading).problems().stream().anyMatch(p -> p.startsWith(name + " is unknown: ")), reading.toString());
    }

    @Test
    void everySettingCanBeGivenInTheEnvironment() {
        for (var setting : StoxSettings.LIST) {
            assertEquals(Map.of(setting.name(), "x"), EnvironmentNames.settings(Map.of(setting.environmentName(), "x")));
        }
    }

    @Test
    void addressRangesContainWhatTheyShould() {
        var v4 = AddressRange.parse("198.51.100.128/25");
        assertTrue(v4.contains(new byte[] {(byte) 198, 51, 100, (byte) 129}));
        assertFalse(v4.contains(new byte[] {(byte) 198, 51, 100, 127}));
        assertFalse(v4.contains(new byte[16]));
        assertTrue(AddressRange.parse("0.0.0.0/0").contains(new byte[] {1, 2, 3, 4}));
        var v6 = AddressRange.parse("[2001:db8::1:2]");
        assertTrue(v6.contains(new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2}));
        assertEquals(128, v6.bits());
        assertEquals(AddressRange.parse("::ffff:192.0.2.1"), AddressRange.parse("::ffff:c000:201"));
        Stream.of("1:2:3:4:5:6:7", "1::2::3", "12345::", "::1.2.3", "01.2.3.4").forEach(bad ->
                assertThrows(SettingException.class, () -> AddressRange.parse(bad), bad));
    }
}
