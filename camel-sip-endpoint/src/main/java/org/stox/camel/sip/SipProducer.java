package org.stox.camel.sip;

import java.util.Optional;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/**
 * Sends the request in the body to the peer; the exchange ends with its final response, or with a Refusal (RFC 3261 §8.1). An ACK has no
 * response, and a CANCEL needs the INVITE that it is for.
 */
public class SipProducer extends DefaultAsyncProducer {

    private SipSettings settings;
    private SipListener listener;
    private SipAttachment attachment;
    private SipHealthCheck health;

    public SipProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        settings = SipSettings.of(getEndpoint().getConfiguration(), getEndpoint().getCamelContext());
        if (settings.peer().isEmpty()) {
            throw new IllegalArgumentException("sip:" + getEndpoint().address()
                    + " has nowhere to send to: set peer (stox.sip.peer)");
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        listener = getEndpoint().acquire();
        attachment = listener.attachSender(settings);
        health = new SipHealthCheck("sip-producer", getEndpoint().address(), this::problem);
        repository().ifPresent(r -> r.addHealthCheck(health));
    }

    @Override
    protected void doStop() throws Exception {
        if (listener != null) {
            repository().ifPresent(r -> r.removeHealthCheck(health));
            listener.detach(attachment);
            listener = null;
            getEndpoint().release();
        }
        super.doStop();
    }

    private Optional<WritableHealthCheckRepository> repository() {
        if (!getEndpoint().getComponent().isHealthCheckProducerEnabled()) {
            return Optional.empty();
        }
        return Optional.ofNullable(HealthCheckHelper.getHealthCheckRepository(getEndpoint().getCamelContext(), "producers",
                WritableHealthCheckRepository.class));
    }

    private Optional<String> problem() {
        return attachment.peer().flatMap(Peer::address).isPresent() ? Optional.empty()
                : Optional.of("the peer " + attachment.peer().map(Peer::toString).orElse("") + " cannot be looked up");
    }

    private void send(SipRequest request, Outgoing.End end) {
        switch (request.method()) {
            case "INVITE" -> new SentInvite(listener, attachment, request, end).send(request);
            case "CANCEL" -> listener.sentInvites().cancel(request, end);
            default -> new Outgoing(listener, attachment, end).send(request);
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            var request = exchange.getMessage().getMandatoryBody(SipRequest.class);
            if (request.method().equals("ACK")) {
                listener.sentInvites().acknowledge(request, attachment);
                callback.done(true);
                return true;
            }
            send(request, new Outgoing.End() {
                @Override
                public void response(SipResponse response) {
                    exchange.getMessage().setBody(response);
                    exchange.getMessage().setHeader(SipConstants.STATUS_CODE, response.status());
                    callback.done(false);
                }

                @Override
                public void refused(Refusal refusal) {
                    exchange.setException(refusal);
                    callback.done(false);
                }
            });
            return false;
        } catch (InvalidPayloadException | RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
