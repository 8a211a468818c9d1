package org.stox.camel;

import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.StoxService.Legs;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.service.NotServed;
import org.stox.service.chat.ChatService;
import org.stox.service.presence.PresenceService;
import org.stox.session.Event;

/**
 * The way into a door. A single message is mapped and leaves by the other leg; its exchange ends when that one ends. What belongs to a
 * session goes there; its exchange ends with the answer of the session.
 */
public class StoxProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(StoxProducer.class);
    private static final String MESSAGE = "MESSAGE";

    private final StoxEndpoint endpoint;
    private final StoxComponent component;
    private final StoxService service;
    private Sessions sessions;
    private Crossing crossing;

    StoxProducer(StoxEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = endpoint.getComponent();
        this.service = endpoint.service();
    }

    /** A door of services with memory opens their sessions; a store that cannot be used fails the start. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sessions = component.sessions();
        crossing = new Crossing(endpoint, sessions.pager(), sessions.chat());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return switch (endpoint.getLeg()) {
                case Legs.SIP -> fromSip(exchange, callback);
                case Legs.MSRP -> give(ChatService.KIND, new Event.FromMsrp(exchange.getMessage().getMandatoryBody(MsrpTraffic.class)),
                        exchange, callback);
                default -> fromXmpp(exchange, callback);
            };
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private boolean fromSip(Exchange exchange, AsyncCallback callback) throws Exception {
        if (exchange.getMessage().getBody() instanceof SipResponse response) {
            return fromSip(response, exchange, callback);
        }
        var request = exchange.getMessage().getMandatoryBody(SipRequest.class);
        sessions.chat().heard(request, component.clock().instant());
        if (service.takes(StoxService.IM) && request.method().equals(MESSAGE)) {
            return crossing.toXmpp(sessions.chat().addressed(request), exchange, callback);
        }
        if (service.takes(StoxService.PRESENCE) && PresenceService.takes(request.method())) {
            return give(PresenceService.KIND, new Event.FromSip(request), exchange, callback);
        }
        if (service.takes(StoxService.CHAT) && sessions.chat().takes(request)) {
            if (sessions.isXmppAway() && ChatService.begins(request)) {      // it would be accepted, and then each of its messages would fail
                throw Refusal.sip(503, "The XMPP server is not connected", new SipHeader("Retry-After", "5"));
            }
            return give(ChatService.KIND, new Event.FromSip(request), exchange, callback);
        }
        if (!request.method().equals("ACK")) {              // RFC 3261 §17.2.1: it is never answered
            throw NotServed.refusal(request, allowed());
        }
        return done(callback);
    }

    private boolean fromSip(SipResponse response, Exchange exchange, AsyncCallback callback) {
        if (service.takes(StoxService.CHAT)) {
            return give(ChatService.KIND, new Event.Provisional(response), exchange, callback);
        }
        LOG.debug("Dropped a response {} that nobody waits for", response.status());
        return done(callback);
    }

    /** The methods that this door takes. */
    private Set<String> allowed() {
        var allowed = new TreeSet<>(Set.of("OPTIONS"));
        if (service.takes(StoxService.IM)) {
            allowed.add(MESSAGE);
        }
        if (service.takes(StoxService.PRESENCE)) {
            allowed.addAll(PresenceService.METHODS);
        }
        if (service.takes(StoxService.CHAT)) {
            allowed.addAll(ChatService.METHODS);
        }
        return allowed;
    }

    private boolean fromXmpp(Exchange exchange, AsyncCallback callback) throws Exception {
        var stanza = exchange.getMessage().getMandatoryBody(Stanza.class);
        if (service.takes(StoxService.PRESENCE) && PresenceService.takes(stanza)) {
            return give(PresenceService.KIND, new Event.FromXmpp(stanza), exchange, callback);
        }
        if (service.takes(StoxService.CHAT) && sessions.chat().takes(stanza, component.clock().instant())) {
            return give(ChatService.KIND, new Event.FromXmpp(stanza), exchange, callback);
        }
        if (NotServed.dropped(stanza)) {
            LOG.debug("Dropped a stanza of type {} that asks for nothing", stanza.type().orElse(""));
            return done(callback);
        }
        if (service.takes(StoxService.IM) && stanza instanceof MessageStanza message) {
            return crossing.toSip(message, exchange, callback);
        }
        throw NotServed.refusal(stanza);
    }

    /** The exchange ends with the answer of the session, on a thread of the sessions' pool. */
    private boolean give(String kind, Event event, Exchange exchange, AsyncCallback callback) {
        sessions.give(kind, event).whenComplete((answer, failure) -> {
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
