package org.stox.camel;

import java.util.Optional;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.Translations.Direction;
import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.service.NotServed;
import org.stox.service.im.MessageMapping;

/** The way into a door: a message is mapped and leaves by the other leg; its exchange ends when that one ends. */
public class StoxProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(StoxProducer.class);
    private static final String SIP = "sip";
    private static final String XMPP = "xmpp";

    private final StoxEndpoint endpoint;
    private final StoxComponent component;
    private final boolean fromSip;

    StoxProducer(StoxEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = endpoint.getComponent();
        this.fromSip = endpoint.getLeg().equals(SIP);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            var mapped = fromSip ? component.translations().count(Direction.S2X, exchange, () -> fromSip(exchange))
                    : component.translations().count(Direction.X2S, exchange, () -> fromXmpp(exchange));
            if (mapped.isPresent()) {
                var leg = fromSip ? XMPP : SIP;
                var exit = endpoint.doors().exit(leg).orElseThrow(StoxConsumer::closed);
                return exit.send(mapped.get(), StoxService.IM, exchange, callback);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private Optional<?> fromSip(Exchange exchange) throws InvalidPayloadException {
        if (exchange.getMessage().getBody() instanceof SipResponse response) {
            LOG.debug("Dropped a response {} that nobody waits for", response.status());
            return Optional.empty();
        }
        var request = exchange.getMessage().getMandatoryBody(SipRequest.class);
        if (request.method().equals("ACK")) {
            return Optional.empty();                        // RFC 3261 §17.2.1: it is never answered
        }
        NotServed.refusal(request).ifPresent(StoxProducer::refuse);
        return MessageMapping.toXmpp(request, endpoint.policy(), component.ids());
    }

    private Optional<?> fromXmpp(Exchange exchange) throws InvalidPayloadException {
        var stanza = exchange.getMessage().getMandatoryBody(Stanza.class);
        if (NotServed.dropped(stanza)) {
            LOG.debug("Dropped a stanza of type {} that asks for nothing", stanza.type().orElse("available"));
            return Optional.empty();
        }
        NotServed.refusal(stanza).ifPresent(StoxProducer::refuse);
        return MessageMapping.toSip((MessageStanza) stanza, endpoint.policy(), component.ids());
    }

    private static void refuse(Refusal refusal) {
        throw refusal;
    }
}
