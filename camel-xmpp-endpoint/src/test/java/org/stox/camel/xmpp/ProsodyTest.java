package org.stox.camel.xmpp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaError.Condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

class ProsodyTest {

    private static final String US = "sip.example.com";
    private static final String THEM = "peer.example.com";

    @RegisterExtension
    static final Prosody PROSODY = new Prosody(US, THEM);

    private final BlockingQueue<Stanza> arrived = new LinkedBlockingQueue<>();
    private CamelContext context;

    @BeforeEach
    void startTwoComponents() throws Exception {
        context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.server", "127.0.0.1:" + PROSODY.port());
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.secret", Prosody.SECRET);
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.domains", US + "," + THEM);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:us").to("xmpp-component:" + US);
                from("xmpp-component:" + THEM + "?stanzas=message").routeId("them").process(e -> {
                    var message = e.getIn().getBody(MessageStanza.class);
                    if (message.to().local().filter("nobody"::equals).isPresent()) {
                        throw Refusal.sip(404, "Not Found");
                    }
                    arrived.add(message);
                });
            }
        });
        context.start();
        awaitOpen("xmpp-component:" + US, "xmpp-component:" + THEM + "?stanzas=message");
    }

    private void awaitOpen(String... uris) {
        for (var uri : uris) {
            var endpoint = context.getEndpoint(uri, XmppStreamEndpoint.class);
            Eventually.holds(() -> endpoint.getStreamState().equals("OPEN"), () -> uri + " is " + endpoint.getStreamState());
        }
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static MessageStanza message(String from, String to, String text) {
        return new MessageStanza(Jid.parse(from), Jid.parse(to), Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                List.of(new LangText(Optional.empty(), text)), Optional.empty(), Optional.empty(), List.of());
    }

    private Exchange send(MessageStanza message) {
        return context.createFluentProducerTemplate().to("direct:us").withBody(message).send();
    }

    @Test
    void aMessageCrossesAndItsExchangeEndsWhenTheServerHasIt() throws Exception {
        var exchange = send(message("romeo@" + US, "juliet@" + THEM, "Hello, \uD83C\uDF39 & <good> night"));
        assertNull(exchange.getException());
        var got = assertInstanceOf(MessageStanza.class, arrived.poll(10, TimeUnit.SECONDS));
        assertEquals("Hello, \uD83C\uDF39 & <good> night", got.bodies().get(0).text());
    }

    @Test
    void whatTheServerRefusesBecomesTheRefusalOfTheExchange() {
        var exchange = send(message("romeo@" + US, "juliet@elsewhere.example.org", "Hello"));
        var refusal = exchange.getException(Refusal.class);
        assertEquals(Optional.of(Condition.NOT_ALLOWED), refusal.reason().error().map(e -> e.condition()));
    }
}
