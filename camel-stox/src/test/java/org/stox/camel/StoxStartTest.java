package org.stox.camel;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StoxStartTest {

    /** Starts a context with routes "from to, from to"; the deepest message of the failure. */
    private static String start(String routes) throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(Samples.settings());
            return start(context, routes);
        }
    }

    private static String start(DefaultCamelContext context, String routes) {
        var failure = assertThrows(Exception.class, () -> {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (var route : routes.split(", ")) {
                        from(route.split(" ")[0]).to(route.split(" ")[1]);
                    }
                }
            });
            context.start();
        });
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        direct:a stox:gateway/sip | A route leads to stox:gateway/sip, but none begins with stox:gateway/sip: add one, so that what goes in comes out
        direct:a stox:gateway/sip, stox:gateway/sip mock:a | A route leads to stox:gateway/sip, but none begins with stox:gateway/xmpp: add one, so that what goes in comes out
        stox:gateway/sip mock:a, stox:gateway/sip?bridgeErrorHandler=true mock:b | Two routes begin with stox:gateway/sip: what comes out of it can go one way only
        stox:im mock:a | A route begins with stox:im, which converts in place and makes no messages: begin with sip:, xmpp-component: or xmpp:
        direct:a stox:im/sip | stox:im/sip has a leg, but im has none: it converts in place, so it must be stox:im
        direct:a stox:gateway | stox:gateway names no leg: it must be stox:gateway/sip or stox:gateway/xmpp or stox:gateway/msrp
        direct:a stox:presence/msrp | stox:presence/msrp names no leg of it: it must be stox:presence/sip or stox:presence/xmpp
        direct:a stox:gateway/msrp, stox:gateway/sip mock:a, stox:gateway/xmpp mock:b | A route leads to stox:gateway/msrp, but none begins with stox:gateway/msrp: add one, so that what goes in comes out
        direct:a stox:chat/sip, stox:chat/sip mock:a, stox:chat/xmpp mock:b | A route leads to stox:chat/sip, but none begins with stox:chat/msrp: add one, so that what goes in comes out
        direct:a stox:presence/sip, stox:presence/sip mock:a | A route leads to stox:presence/sip, but none begins with stox:presence/xmpp: add one, so that what goes in comes out
        direct:a stox:presence | stox:presence names no leg: it must be stox:presence/sip or stox:presence/xmpp
        direct:a stox:media/sip | stox:media is not served yet: use stox:gateway/sip, stox:presence/sip or stox:chat/sip with the other legs of the same, or stox:im
        direct:a stox:gatway/sip | stox:gatway names no service: use stox:gateway/sip, stox:presence/sip or stox:chat/sip with the other legs of the same, or stox:im
        direct:a stox:presence/sip?watchers=allow | stox:presence/sip has watchers=allow, which is the same for all doors: set stox.presence.watchers, or it on the component
        direct:a stox:im?watchers=allow | stox:im has watchers=allow, which is the same for all doors: set stox.presence.watchers, or it on the component
        direct:a stox:gateway/xmpp?receipts=contacts | stox:gateway/xmpp has receipts=contacts, which is the same for all doors: set stox.receipts, or it on the component
        direct:a stox:gateway/xmpp?chat=pager | stox:gateway/xmpp has chat=pager, which is the same for all doors: set stox.chat, or it on the component
        direct:a stox:presence/sip?domains=example.org | stox:presence/sip has domains=example.org, which is the same for all doors: set stox.xmpp.domains, or it on the component
        direct:a stox:chat/xmpp?domain=sip.example.org | stox:chat/xmpp has domain=sip.example.org, which is the same for all doors: set stox.domain, or it on the component
        direct:a stox:gateway/sip?sipDomain=example.org | stox:gateway/sip has sipDomain=example.org, which is the same for all doors: set stox.sip.domain, or it on the component
        direct:a stox:im?account=bridge@example.com | stox:im has only a part of a pair: account, sipTarget and xmppTarget must be there together
        direct:a stox:im?account=a@b.example&sipTarget=tel:1&xmppTarget=c@b.example | stox:im has sipTarget=tel:1: it must be a sip URI, such as sip:romeo@example.net
        """)
    void theStartRefusesInOneSentence(String routes, String sentence) throws Exception {
        assertEquals(sentence, start(routes));
    }

    @Test
    void whereChatsMustBeSessionsTheyNeedARoute() throws Exception {
        try (var context = new DefaultCamelContext()) {
            var settings = Samples.settings();
            settings.put("stox.chat", "msrp");
            context.getPropertiesComponent().setInitialProperties(settings);
            assertEquals("stox.chat=msrp, but no route begins with stox:gateway/msrp: add one and one that leads there, or set it to auto",
                    start(context, "direct:a stox:gateway/sip, stox:gateway/sip mock:a, stox:gateway/xmpp mock:b"));
        }
    }

    @Test
    void theStartRefusesMissingSettingsOfTheMapping() throws Exception {
        try (var context = new DefaultCamelContext()) {
            var message = start(context, "direct:a stox:gateway/sip, stox:gateway/sip mock:a, stox:gateway/xmpp mock:b");
            assertTrue(message.startsWith("stox.domain is missing: "), message);
        }
    }
}
