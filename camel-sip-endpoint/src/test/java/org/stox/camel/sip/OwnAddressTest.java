package org.stox.camel.sip;

import java.util.Properties;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.address.SipUri;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** RFC 3261 §8.1.1.8: where requests within our dialogs reach us, as the top Via says it too. */
class OwnAddressTest {

    private final int port = Ports.free();

    /** Of a listener with one route from it and one to it, with these options. */
    private String contact(String host, String setting, String from, String to) throws Exception {
        var settings = new Properties();
        settings.put("stox.sip.peer", "127.0.0.1:9");
        settings.put("stox.sip.advertise", setting);
        try (var context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(settings);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sip:" + host + ":" + port + from).to("mock:in");
                    from("direct:out").to("sip:" + host + ":" + port + to);
                }
            });
            context.start();
            return context.getComponent("sip", SipComponent.class).contact().map(SipUri::toString).orElse("").replace(":" + port, ":PORT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '', '', '', sip:127.0.0.1:PORT",
        "0.0.0.0, '', '', '', sip:127.0.0.1:PORT",
        "127.0.0.1, '', ?transport=tcp, ?transport=tcp, sip:127.0.0.1:PORT;transport=tcp",
        "127.0.0.1, 203.0.113.5, '', '', sip:203.0.113.5:PORT",
        "0.0.0.0, gw.example.com:5080, '', '', sip:gw.example.com:5080",
        "127.0.0.1, '', '', ?advertise=gw.example.com, sip:gw.example.com:PORT",
        "127.0.0.1, 203.0.113.5, '', ?advertise=gw.example.com:5070, sip:gw.example.com:5070",
        "127.0.0.1, 203.0.113.5, ?advertise=gw.example.com, ?advertise=gw.example.com, sip:gw.example.com:PORT"})
    @Proves("RFC8048-5.2.1-03")
    void itIsTheHostThatIsAdvertisedOrListenedOn(String host, String setting, String from, String to, String contact) throws Exception {
        assertEquals(contact, contact(host, setting, from, to));
    }

    @Test
    void whereNobodyListensThereIsNone() throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.start();
            assertEquals("", context.getComponent("sip", SipComponent.class).contact().map(SipUri::toString).orElse(""));
        }
    }
}
