package org.stox.camel.xmpp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.stox.error.Refusal;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A real server that stops, freezes and is killed; and what would make it close the stream, held back by the gate. */
class ProsodyFaultsTest {

    private static final String US = "sip.example.com";
    private static final String THEM = "peer.example.com";
    private static final String OUT = "xmpp-component:" + US + "?idleTimeout=1s";
    private static final String IN = "xmpp-component:" + THEM + "?idleTimeout=1s";

    @RegisterExtension
    static final Prosody PROSODY = new Prosody(US, THEM);

    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private CamelContext context;

    @BeforeEach
    void startTwoComponents() throws Exception {
        PROSODY.restartIfDead();
        context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.server", "127.0.0.1:" + PROSODY.port());
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.secret", Prosody.SECRET);
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.domains", US + "," + THEM);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:us").to(OUT);
                from(IN).process(e -> arrived.add(e.getIn().getBody(MessageStanza.class).id().orElse("")));
            }
        });
        context.start();
        await("OPEN");
    }

    private void await(String state) {
        for (var uri : List.of(OUT, IN)) {
            var endpoint = context.getEndpoint(uri, XmppStreamEndpoint.class);
            Eventually.holds(() -> endpoint.getStreamState().equals(state), () -> uri + " is " + endpoint.getStreamState());
        }
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static XmlElement message(String id) {
        return XmlElement.of(Stanza.NAMESPACE, "message", XmlElement.text(Stanza.NAMESPACE, "body", "Hello " + id))
                .with("from", "romeo@" + US).with("to", "juliet@" + THEM).with("id", id);
    }

    private Future<Exchange> send(XmlElement stanza) {
        return context.createFluentProducerTemplate().to("direct:us").withBody(stanza).asyncSend();
    }

    private Exception failure(XmlElement stanza) throws Exception {
        return send(stanza).get(30, TimeUnit.SECONDS).getException();
    }

    private int status(XmlElement stanza) throws Exception {
        return assertInstanceOf(Refusal.class, failure(stanza)).reason().status().orElse(0);
    }

    @Test
    void afterARestartOfTheServerMessagesCrossAgain() throws Exception {
        PROSODY.stop();
        await("WAITING");
        assertEquals(503, status(message("down")));
        PROSODY.start();
        await("OPEN");
        assertNull(failure(message("up")));
    }

    @Test
    void aFrozenServerIsNoticedAndNobodyIsToldThatItTookAnything() throws Exception {
        PROSODY.signal("STOP");
        assertEquals(504, status(message("frozen")));
        var endpoint = context.getEndpoint(OUT, XmppStreamEndpoint.class);
        Eventually.holds(() -> endpoint.getLost() > 0, () -> "the frozen server was not noticed");
        PROSODY.signal("CONT");
        await("OPEN");
        assertNull(failure(message("thawed")));
    }

    @Test
    void nothingThatWasTakenIsMissingWhenTheServerIsKilledUnderLoad() throws Exception {
        var sent = new ArrayList<Future<Exchange>>();
        for (int i = 0; i < 3000; i++) {
            sent.add(send(message("k" + i).with("to", "juliet" + i % 100 + "@" + THEM)));       // few a pair, or it is asked to wait
            if (i == 2000) {
                sent.get(500).get(30, TimeUnit.SECONDS);
                PROSODY.signal("KILL");
            }
        }
        var taken = new HashSet<String>();
        var refused = 0;
        for (int i = 0; i < sent.size(); i++) {
            var exchange = sent.get(i).get(30, TimeUnit.SECONDS);
            if (exchange.getException() == null) {
                taken.add("k" + i);
            } else {
                var reason = assertInstanceOf(Refusal.class, exchange.getException()).reason();
                var status = reason.status().orElse(0);
                assertTrue(status == 503 || status == 504, reason.toString());
                refused++;
            }
        }
        PROSODY.stop();
        PROSODY.start();
        await("OPEN");
        assertTrue(taken.size() >= 500 && refused > 0, "taken " + taken.size() + ", refused " + refused);
        // what the server had taken may have died in it on the way to the other stream; what is refused may have arrived
        taken.removeAll(arrived);
        assertTrue(taken.size() <= 100, "taken and not arrived: " + taken.size());
    }

    @Test
    void theGateHoldsBackWhatWouldCloseTheStream() throws Exception {
        var good = message("good");
        var hold = List.of(good.with("from", "romeo@elsewhere.example"), good.with("from", "romeo@sub." + US),
                good.with("from", "romeo@SIP.example.com"), good.with("from", "@" + US), good.with("from", US + "/"),
                new XmlElement(Stanza.NAMESPACE, "message", List.of(), good.content()).with("to", "juliet@" + THEM),
                new XmlElement("urn:x", "strange", good.attributes(), List.of()),
                good.with("to", "@" + THEM), good.with("to", "juliet@" + THEM + "/"),
                good.with("id", "a\uFFFFb"), good.with("id", "a\uD800b"));
        for (var stanza : hold) {
            assertTrue(failure(stanza) != null, stanza.toString());
        }
        for (var text : List.of("\uFFFF\u0000\uD800 <![CDATA[ ]]> </message> &nbsp; <!-- -->", "\u0085\u2028\uFEFF\u007F\uFDD0")) {
            assertNull(failure(new XmlElement(Stanza.NAMESPACE, "message", good.attributes(),
                    List.of(XmlElement.text(Stanza.NAMESPACE, "body", text)))));
        }
        var deep = XmlElement.of("urn:x", "a");
        for (int i = 0; i < 70; i++) {
            deep = XmlElement.of("urn:x", "a", deep);
        }
        assertEquals(513, status(new XmlElement(Stanza.NAMESPACE, "message", good.attributes(), List.of(deep))));
        assertEquals(513, status(new XmlElement(Stanza.NAMESPACE, "message", good.attributes(),
                List.of(XmlElement.text(Stanza.NAMESPACE, "body", "x".repeat(300 << 10))))));
        assertNull(failure(good));
        assertEquals(0, context.getEndpoint(OUT, XmppStreamEndpoint.class).getLost());
        assertEquals(1, context.getEndpoint(OUT, XmppStreamEndpoint.class).getConnects());
    }
}
