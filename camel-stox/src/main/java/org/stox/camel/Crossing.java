package org.stox.camel;

import java.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.address.Jid;
import org.stox.camel.StoxService.Legs;
import org.stox.camel.Translations.Direction;
import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.Peers.Ability;
import org.stox.service.chat.ChatService;
import org.stox.service.pager.Pager;
import org.stox.service.pager.ToSip;
import org.stox.service.pager.ToXmpp;

/**
 * A single message on its way through a door. The exchange of a text ends as that of the message which it became, whether or not it had to
 * be said in other words first; the exchange of a notice ends well.
 */
final class Crossing {

    private static final Logger LOG = LoggerFactory.getLogger(Crossing.class);

    private final StoxEndpoint endpoint;
    private final Clock clock;
    private final Translations translations;
    private final Pager pager;
    private final ChatService chat;

    Crossing(StoxEndpoint endpoint, Pager pager, ChatService chat) {
        this.endpoint = endpoint;
        this.clock = endpoint.getComponent().clock();
        this.translations = endpoint.getComponent().translations();
        this.pager = pager;
        this.chat = chat;
    }

    boolean toXmpp(SipRequest request, Exchange exchange, AsyncCallback callback) throws Exception {
        var made = translations.count(Direction.S2X, exchange, () -> pager.toXmpp(request, endpoint.policy(), clock.instant()),
                ToXmpp.Notice.class::isInstance);
        if (made.isEmpty()) {
            return done(callback);
        }
        var stanza = chat.joined(made.get().stanza());
        if (made.get() instanceof ToXmpp.Text) {
            return exit(Legs.XMPP).send(stanza, StoxService.IM, exchange, callback);
        }
        exit(Legs.XMPP).send(stanza, StoxService.IM, ended -> {
            quiet(ended);
            callback.done(false);
        });
        return false;
    }

    boolean toSip(MessageStanza message, Exchange exchange, AsyncCallback callback) throws Exception {
        var made = translations.count(Direction.X2S, exchange, () -> pager.toSip(message, endpoint.policy(), clock.instant()),
                ToSip.Notices.class::isInstance);
        if (made.isEmpty()) {
            return done(callback);
        }
        if (made.get() instanceof ToSip.Text text) {
            return exit(Legs.SIP).send(text.request(), StoxService.IM, exchange, callback);
        }
        if (made.get() instanceof ToSip.Wrapped wrapped) {
            wrapped(wrapped, exchange, callback);
        } else {
            notices((ToSip.Notices) made.get(), callback);
        }
        return false;
    }

    /** Where the wrapper is not understood the same text goes without it, at once. */
    private void wrapped(ToSip.Wrapped wrapped, Exchange exchange, AsyncCallback callback) {
        var exit = exit(Legs.SIP);
        exit.send(wrapped.request(), StoxService.IM, ended -> {
            if (learn(ended, wrapped.peer(), Ability.CPIM)) {
                LOG.debug("{} takes no message/cpim", wrapped.peer());
                exit.send(wrapped.plain(), StoxService.IM, exchange, sync -> callback.done(false));
                return;
            }
            if (ended.getException() == null) {
                exchange.getMessage().setBody(ended.getMessage().getBody());
            } else {
                exchange.setException(ended.getException());
            }
            callback.done(false);
        });
    }

    private void notices(ToSip.Notices notices, AsyncCallback callback) {
        var exit = exit(Legs.SIP);
        var open = new AtomicInteger(notices.requests().size());
        for (var request : notices.requests()) {
            exit.send(request, StoxService.IM, ended -> {
                learn(ended, notices.peer(), notices.ability());
                quiet(ended);
                if (open.decrementAndGet() == 0) {
                    callback.done(false);
                }
            });
        }
    }

    /** Whether the peer has shown that it cannot. */
    private boolean learn(Exchange ended, Jid peer, Ability ability) {
        if (ended.getException() == null) {
            pager.taken(peer, ability, clock.instant());
            return false;
        }
        var refusal = ended.getException(Refusal.class);
        var status = refusal == null ? OptionalInt.empty() : refusal.reason().status();
        return status.isPresent() && pager.refused(peer, ability, status.getAsInt(), clock.instant());
    }

    private static void quiet(Exchange ended) {
        if (ended.getException() != null) {
            LOG.debug("A notice was not taken: {}", ended.getException().getMessage());
        }
    }

    private StoxConsumer exit(String leg) {
        return endpoint.doors().exit(leg).orElseThrow(StoxConsumer::closed);
    }

    private static boolean done(AsyncCallback callback) {
        callback.done(true);
        return true;
    }
}
