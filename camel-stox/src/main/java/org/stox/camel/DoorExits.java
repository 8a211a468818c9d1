package org.stox.camel;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.StoxService.Legs;
import org.stox.error.ErrorMapping;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.Stanza;

/**
 * What sessions send leaves by the door of their service, or by that of the gateway where the service has none: each message as an
 * exchange of its own, begun on a pool in the order of its session. How it ends is what the session is told.
 */
final class DoorExits implements SessionExits {

    private static final Logger LOG = LoggerFactory.getLogger(DoorExits.class);
    private static final String ACK = "ACK";

    private final StoxComponent component;
    private final InOrder order;
    private final ErrorMapping errors;

    DoorExits(StoxComponent component, Executor pool, ErrorMapping errors) {
        this.component = component;
        this.order = new InOrder(pool);
        this.errors = errors;
    }

    @Override
    public void toSip(Sender sender, SipRequest request, Consumer<SipResponse> ended) {
        Consumer<SipResponse> told = request.method().equals(ACK) ? nothing -> { } : ended;
        send(Legs.SIP, sender, request, exchange -> told.accept(response(request, exchange)),
                refusal -> told.accept(response(request, refusal)));
    }

    @Override
    public void toXmpp(Sender sender, Stanza stanza, Consumer<Refusal.Reason> failed) {
        send(Legs.XMPP, sender, stanza, failed);
    }

    @Override
    public void toMsrp(Sender sender, MsrpTraffic traffic, Consumer<Refusal.Reason> failed) {
        send(Legs.MSRP, sender, traffic, failed);
    }

    /** What is answered by its failure only. */
    private void send(String leg, Sender sender, Object message, Consumer<Refusal.Reason> failed) {
        send(leg, sender, message, exchange -> Optional.ofNullable(exchange.getException())
                .ifPresent(failure -> failed.accept(refusal(exchange, failure, message).reason())), refusal -> failed.accept(refusal.reason()));
    }

    @Override
    public void answer(Sender sender, Runnable answer) {
        order.execute(sender.session(), answer);
    }

    /** While all stops nothing leaves, and the session does not hear of it: after the next start it goes on from where it is. */
    private void send(String leg, Sender sender, Object message, Consumer<Exchange> ended, Consumer<Refusal> refused) {
        var service = StoxService.of(sender.kind());
        order.execute(sender.session(), () -> {
            var status = component.getCamelContext().getStatus();
            if (status.isStopping() || status.isStopped()) {
                LOG.debug("Not sent any more: {}", message);
                return;
            }
            exit(service, leg).ifPresentOrElse(exit -> exit.send(message, service, sender.session(), ended),
                    () -> refused.accept(StoxConsumer.closed()));
        });
    }

    private Optional<StoxConsumer> exit(StoxService service, String leg) {
        return Stream.of(service, StoxService.GATEWAY).flatMap(s -> component.doors(s).exit(leg).stream()).filter(StoxConsumer::isOpen).findFirst();
    }

    private SipResponse response(SipRequest request, Exchange exchange) {
        var failure = exchange.getException();
        if (failure != null) {
            return response(request, refusal(exchange, failure, request));
        }
        return exchange.getMessage().getBody() instanceof SipResponse response ? response
                : response(request, Refusal.sip(503, "The route to SIP has ended without a response"));
    }

    /** The words of the peer as they are; of what is known in the words of XMPP only, those that its tables have for it. */
    private SipResponse response(SipRequest request, Refusal refusal) {
        var reason = refusal.reason();
        if (reason.status().isEmpty()) {
            return errors.toSip(reason, request);
        }
        int status = reason.status().getAsInt();
        var headers = Stream.concat(reason.headers().stream(), reason.contacts().stream().map(uri -> new SipHeader("Contact", "<" + uri + '>')));
        return new SipResponse(status, reason.text().orElseGet(() -> Responses.reason(status)), headers.toList(), Octets.NONE);
    }

    private static Refusal refusal(Exchange exchange, Exception failure, Object message) {
        var refusal = exchange.getException(Refusal.class);
        if (refusal != null) {
            return refusal;
        }
        LOG.error("The route out failed on {}", message, failure);
        return Refusal.sip(500, Responses.reason(500));
    }
}
