package org.stox.camel;

import java.util.Optional;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.Translations.Direction;
import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.service.NotServed;
import org.stox.service.im.MessageMapping;
import org.stox.service.presence.PresenceService;
import org.stox.session.Event;

/**
 * The way into a door. A single message is mapped and leaves by the other leg; its exchange ends when that one ends. What belongs to a
 * session goes there; its exchange ends with the answer of the session.
 */
public class StoxProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(StoxProducer.class);
    private static final String SIP = "sip";
    private static final String XMPP = "xmpp";
    /** The doors of presence take no messages. */
    private static final Refusal NO_PAGER = Refusal.sip(405, "Method Not Allowed", new SipHeader("Allow", "NOTIFY, OPTIONS, SUBSCRIBE"));

    private final StoxEndpoint endpoint;
    private final StoxComponent component;
    private final boolean fromSip;
    private final boolean pager;
    private Sessions sessions;

    StoxProducer(StoxEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = endpoint.getComponent();
        this.fromSip = endpoint.getLeg().equals(SIP);
        this.pager = endpoint.service() == StoxService.GATEWAY;
    }

    /** A door of services with memory opens their sessions; a store that cannot be used fails the start. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sessions = component.sessions();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return fromSip ? fromSip(exchange, callback) : fromXmpp(exchange, callback);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private boolean fromSip(Exchange exchange, AsyncCallback callback) throws Exception {
        if (exchange.getMessage().getBody() instanceof SipResponse response) {
            LOG.debug("Dropped a response {} that nobody waits for", response.status());
            return done(callback);
        }
        var request = exchange.getMessage().getMandatoryBody(SipRequest.class);
        if (pager && request.method().equals("MESSAGE")) {
            return cross(component.translations().count(Direction.S2X, exchange,
                    () -> MessageMapping.toXmpp(request, endpoint.policy(), component.ids())), XMPP, exchange, callback);
        }
        if (PresenceService.takes(request.method())) {
            return give(new Event.FromSip(request), exchange, callback);
        }
        if (request.method().equals("MESSAGE")) {
            throw NO_PAGER;
        }
        if (!request.method().equals("ACK")) {              // RFC 3261 §17.2.1: it is never answered
            throw NotServed.refusal(request);
        }
        return done(callback);
    }

    private boolean fromXmpp(Exchange exchange, AsyncCallback callback) throws Exception {
        var stanza = exchange.getMessage().getMandatoryBody(Stanza.class);
        if (PresenceService.takes(stanza)) {
            return give(new Event.FromXmpp(stanza), exchange, callback);
        }
        if (NotServed.dropped(stanza)) {
            LOG.debug("Dropped a stanza of type {} that asks for nothing", stanza.type().orElse(""));
            return done(callback);
        }
        if (pager && stanza instanceof MessageStanza message) {
            return cross(component.translations().count(Direction.X2S, exchange,
                    () -> MessageMapping.toSip(message, endpoint.policy(), component.ids())), SIP, exchange, callback);
        }
        throw NotServed.refusal(stanza);
    }

    private boolean cross(Optional<?> mapped, String leg, Exchange exchange, AsyncCallback callback) {
        return mapped.isEmpty() ? done(callback)
                : endpoint.doors().exit(leg).orElseThrow(StoxConsumer::closed).send(mapped.get(), StoxService.IM, exchange, callback);
    }

    /** The exchange ends with the answer of the session, on a thread of the sessions' pool. */
    private boolean give(Event event, Exchange exchange, AsyncCallback callback) {
        sessions.give(PresenceService.KIND, event).whenComplete((answer, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                exchange.getMessage().setBody(answer.orElse(null));
            }
            callback.done(false);
        });
        return false;
    }

    private static boolean done(AsyncCallback callback) {
        callback.done(true);
        return true;
    }
}
