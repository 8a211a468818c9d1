package org.stox.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.stox.camel.sip.SipComponent;
import org.stox.camel.xmpp.XmppStreamComponent;
import org.stox.test.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The tables of {@code docs/SCHEME.md} are what the component has. Anew:
 * {@code mvn -pl examples/gateway -am test -Dtest=ComponentPagesTest -Dsurefire.failIfNoSpecifiedTests=false -Dstox.rewrite=true}.
 */
class ComponentPagesTest {

    private static final Map<String, String> FOLDERS = Map.of("sip", "org/stox/camel/sip", "msrp", "org/stox/camel/msrp",
            "xmpp-component", "org/stox/camel/xmpp", "stox", "org/stox/camel");

    static Stream<Arguments> pages() {
        return FOLDERS.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void theTablesSayWhatTheComponentHas(String scheme, String folder) throws IOException {
        var page = Document.read("docs/" + scheme + ".md");
        var written = ComponentPage.of(scheme, folder).in(page.text());
        if (Boolean.getBoolean("stox.rewrite")) {
            Files.writeString(page.path(), written);
        } else {
            assertEquals(written, page.text(), page + " is not what the component has; run this with -Dstox.rewrite=true");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void everyOptionAndHeaderIsDescribed(String scheme, String folder) {
        var json = ComponentPage.of(scheme, folder).json();
        for (var part : List.of("componentProperties", "properties", "headers")) {
            json.path(part).fields().forEachRemaining(p -> assertTrue(p.getValue().path("description").asText().length() > 10, p::toString));
        }
    }

    @Test
    void anOptionOfAComponentIsAPropertyOfTheProgram() throws Exception {
        var all = RoutesTest.properties(Document.HOME.resolve("routes/application.properties"));
        all.put("camel.component.sip.t1", "400ms");
        all.put("camel.component.xmpp-component.fenceTimeout", "2500");
        try (var gateway = Gateway.of(List.of(Document.HOME.resolve("routes/gateway.yaml")), all).silent().start()) {
            assertEquals(400, gateway.context().getComponent("sip", SipComponent.class).getConfiguration().getT1().toMillis());
            assertEquals(2500, gateway.context().getComponent("xmpp-component", XmppStreamComponent.class).getConfiguration().getFenceTimeout());
        }
    }
}
