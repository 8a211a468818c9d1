package org.stox.camel;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Receipts where the operator lets only those have them who may see that somebody is there. */
class ReceiptsTest extends CamelTestSupport {

    private final LinkedBlockingQueue<SipRequest> sip = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Stanza> xmpp = new LinkedBlockingQueue<>();

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        var settings = Samples.settings();
        settings.put("stox.receipts", "contacts");
        return settings;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:sip").to("stox:gateway/sip");
                from("stox:gateway/xmpp").process(e -> xmpp.add(e.getMessage().getBody(Stanza.class)));
                from("direct:xmpp").to("stox:gateway/xmpp");
                from("stox:gateway/sip").process(e -> {
                    sip.add(e.getMessage().getBody(SipRequest.class));
                    e.getMessage().setBody(new SipResponse(200, "OK", List.of(), Octets.NONE));
                });
            }
        };
    }

    private void send(String door, Object body) throws Exception {
        template.asyncSend(door, e -> {
            e.setPattern(ExchangePattern.InOut);
            e.getMessage().setBody(body);
        }).get(20, TimeUnit.SECONDS);
    }

    /** Romeo asks, and Juliet's client says that it has come. */
    private void receipt(String id) throws Exception {
        send("direct:sip", Samples.request("MESSAGE", "message/cpim", "From: <sip:romeo@sip.example.com>\r\nDateTime: 2026-01-01T00:00:00Z\r\n"
                + "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: " + id + "\r\nimdn.Disposition-Notification: positive-delivery\r\n\r\n"
                + "Content-Type: text/plain\r\n\r\nHo"));
        send("direct:xmpp", Samples.stanza("<received xmlns='urn:xmpp:receipts' id='" + id + "'/>"));
    }

    @Test
    @Proves("BEYOND-MARK-03")
    void theyAreForWhoMaySeeThatSomebodyIsThere() throws Exception {
        receipt("r1");
        assertTrue(sip.isEmpty());
        send("direct:sip", Samples.request("SUBSCRIBE", "text/plain", "").with("Event", "presence").with("Expires", "600")
                .with("Contact", "<sip:romeo@127.0.0.1:5070>").without("Content-Type"));
        for (var stanza = xmpp.poll(20, TimeUnit.SECONDS); !(stanza instanceof PresenceStanza); stanza = xmpp.poll(20, TimeUnit.SECONDS)) {
            assertTrue(stanza != null, "Juliet was not asked");
        }
        send("direct:xmpp", StanzaText.read("<presence type='subscribed' from='juliet@example.com' to='romeo@sip.example.com'/>"));
        receipt("r2");
        var next = sip.poll(20, TimeUnit.SECONDS);
        while (next.method().equals("NOTIFY")) {
            next = sip.poll(20, TimeUnit.SECONDS);
        }
        assertEquals("MESSAGE", next.method());
        assertTrue(next.body().text().contains("<message-id>r2</message-id>"));
    }
}
