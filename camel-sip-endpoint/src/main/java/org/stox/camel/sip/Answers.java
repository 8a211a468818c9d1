package org.stox.camel.sip;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.error.ErrorMapping;
import org.stox.error.Refusal;
import org.stox.protocol.sip.DeltaSeconds;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Subscription;

/**
 * The final response to a request by what became of its exchange: the one place where failures become statuses.
 *
 * @param accepted the status of a MESSAGE whose route has none
 * @param contact where the peer of a dialog reaches us
 * @param allow the methods that he may use there
 */
record Answers(int accepted, ErrorMapping errors, Supplier<SipHeader> contact, Supplier<SipHeader> allow) {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** What an answer copies from its own request, whatever a route put together (RFC 3261 §8.2.6.2). */
    private static final List<String> COPIED = List.of("Via", "From", "To", "Call-ID", "CSeq", "Record-Route", "Content-Length");

    SipResponse of(SipRequest request, Exchange exchange) {
        var failure = Optional.ofNullable(exchange.getException());
        if (failure.isPresent()) {
            return failure.map(Answers::refusal).filter(Optional::isPresent).map(Optional::get)
                    .map(refusal -> own(request, errors.toSip(refusal.reason(), request)))
                    .orElseGet(() -> broken(request, failure.get()));
        }
        return completed(request, exchange.getMessage().getBody() instanceof SipResponse response ? own(request, response)
                : Responses.to(request, request.method().equals("MESSAGE") ? accepted : 200, StatelessTag.of(request)));
    }

    /**
     * A success that begins a dialog says where we are (RFC 3261 §12.1.1), that of a SUBSCRIBE for how long (RFC 6665 §4.2.1.1), that of
     * an INVITE what may come (RFC 3261 §13.3.1.4).
     */
    private SipResponse completed(SipRequest request, SipResponse response) {
        if (response.status() >= 300) {
            return response;
        }
        return switch (request.method()) {
            case "SUBSCRIBE" -> with(with(response, contact), () -> new SipHeader("Expires",
                    String.valueOf(DeltaSeconds.of(request, "Expires").orElse(Subscription.DEFAULT_EXPIRES))));
            case "INVITE" -> with(with(response, contact), allow);
            default -> response;
        };
    }

    /** Where it does not say so itself. */
    private static SipResponse with(SipResponse response, Supplier<SipHeader> added) {
        var header = added.get();
        return response.header(header.name()).isPresent() ? response : response.with(header.name(), header.value());
    }

    private static Optional<Refusal> refusal(Throwable failure) {
        return Optional.ofNullable(ObjectHelper.getException(Refusal.class, failure));
    }

    /** Our bug: the sender learns no more than that. */
    private static SipResponse broken(SipRequest request, Exception failure) {
        LOG.error("The route failed on {}", MessageLine.of(request), failure);
        return fault(request);
    }

    static SipResponse fault(SipRequest request) {
        return Responses.to(request, 500, StatelessTag.of(request));
    }

    static SipResponse cancelled(SipRequest request) {
        return Responses.to(request, 487, StatelessTag.of(request));
    }

    /** Nobody is here any more to answer it. */
    static SipResponse stopped(SipRequest request) {
        return Responses.to(request, 503, StatelessTag.of(request));
    }

    /** The same answer for this request, with the To tag that it brings, if any. A non-INVITE is never answered 408 (RFC 4320 §4.2). */
    private static SipResponse own(SipRequest request, SipResponse response) {
        boolean late = response.status() == 408 && !request.method().equals("INVITE");
        int status = late ? 504 : response.status();
        String tag = response.header("To").flatMap(to -> NameAddr.read(to).tag()).orElseGet(() -> StatelessTag.of(request));
        var more = response.headers().stream().filter(h -> COPIED.stream().noneMatch(h::is)).toArray(SipHeader[]::new);
        return Responses.to(request, status, late ? Responses.reason(504) : response.reason(), tag, List.of(more), response.body());
    }
}
