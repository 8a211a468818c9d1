package org.stox.camel.springboot;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A start that fails says why in sentences that an operator can act on. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailuresTest {

    private static final String LISTEN = "stox.sip.listen=127.0.0.1:" + PlayedPhone.freePort();
    private static final List<String> RIGHT = List.of("stox.domain=sip.example.com", "stox.xmpp.server=127.0.0.1:9",
            "stox.xmpp.secret=s3cret", "stox.xmpp.domains=example.com", LISTEN, "stox.sip.peer=127.0.0.1:9", "stox.routes=gateway.yaml",
            "stox.state=memory");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "stox.domain=a..b | stox.domain=a..b has 'a..b', which is no domain name: it must be",
        "stox.xmpp.server=localhost | stox.xmpp.server=localhost has no port: it must be",
        "stox.xmpp.secret= | stox.xmpp.secret is empty: it must be",
        "stox.xmpp.domains=sip.example.com | stox.domain=sip.example.com is also in stox.xmpp.domains",
        "stox.sip.listen=127.0.0.1:0 | stox.sip.listen=127.0.0.1:0 has a port that is no number from 1 to 65535",
        "stox.sip.peer=pbx | stox.sip.peer=pbx has no port: it must be host:port",
        "stox.sip.domain=% | stox.sip.domain=% has '%', which is no domain name",
        "stox.sip.trusted=10.0.0.0/99 | stox.sip.trusted=10.0.0.0/99 has '10.0.0.0/99', whose prefix length",
        "stox.sip.advertise=a:b:c | stox.sip.advertise=a:b:c has a colon too many",
        "stox.im.answer=never | stox.im.answer=never is neither fence nor written",
        "stox.im.accepted=204 | stox.im.accepted=204 is neither 200 nor 202",
        "stox.im.max=9 | stox.im.max=9 is too small",
        "stox.error.480=busy | stox.error.480=busy has no stanza error condition",
        "stox.sip.peers=x | stox.sip.peers is unknown: did you mean stox.sip.peer?",
        "stox.routes=none.yaml | stox.routes=none.yaml is no file here",
        "camel.component.sip.in-fligth=1 | camel.component.sip.in-fligth is unknown: it must be an option of the component sip",
        "camel.component.sip.in-flight=many | camel.component.sip.in-flight=many cannot be set:",
        "camel.component.xmpp-component.answer=never | answer=never is neither fence nor written",
    })
    void aWrongSettingIsNamed(String wrong, String sentence, CapturedOutput output) {
        startFails(with(wrong));
        tells(output, sentence);
    }

    @Test
    void allThatIsMissingIsNamedAtOnce(CapturedOutput output) {
        startFails(List.of("stox.routes=gateway.yaml"));
        tells(output, "stox.domain is missing: it must be", "stox.xmpp.secret is missing", "stox.sip.peer is missing");
    }

    /** Without a single setting the application may want none; but its route does. */
    @Test
    void aRouteThatNeedsSettingsNamesThem(CapturedOutput output) {
        startFails(List.of("camel.main.routes-include-pattern=classpath:routes/gateway.yaml"));
        tells(output, "stox.domain is missing: it must be", "stox.sip.listen is missing");
    }

    @Test
    void aPortInUseIsNamed(CapturedOutput output) throws Exception {
        try (var other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            startFails(with("stox.sip.listen=127.0.0.1:" + other.getLocalPort()));
            tells(output, "sip:127.0.0.1:" + other.getLocalPort() + " cannot listen: Address already in use",
                    "a port that no other program has");
        }
    }

    @Test
    void aHostThatIsUnknownIsNamed(CapturedOutput output) {
        startFails(with("stox.sip.listen=nowhere.invalid:5060"));
        tells(output, "sip:nowhere.invalid:5060 cannot listen: the host nowhere.invalid is unknown");
    }

    private static List<String> with(String setting) {
        var name = setting.substring(0, setting.indexOf('='));
        var settings = new ArrayList<>(RIGHT.stream().filter(s -> !s.startsWith(name + "=")).toList());
        settings.add(setting);
        return settings;
    }

    private static void startFails(List<String> settings) {
        var all = Stream.concat(settings.stream(), Stream.of("spring.main.banner-mode=off")).map(s -> "--" + s).toArray(String[]::new);
        var application = new SpringApplicationBuilder(TestApplication.class).web(WebApplicationType.NONE);
        assertThrows(RuntimeException.class, () -> application.run(all));
    }

    private static void tells(CapturedOutput output, String... sentences) {
        var all = output.getAll();
        assertTrue(all.contains("APPLICATION FAILED TO START"), all);
        var told = all.substring(all.indexOf("APPLICATION FAILED TO START"));
        for (var sentence : sentences) {
            assertTrue(told.contains(sentence), () -> sentence + " is not in: " + told);
        }
    }
}
