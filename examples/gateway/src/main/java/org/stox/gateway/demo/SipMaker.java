package org.stox.gateway.demo;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import javax.sip.PeerUnavailableException;
import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.address.AddressFactory;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Makes the requests and responses of the phone. */
final class SipMaker {

    /** What does not fit into a datagram goes by TCP (RFC 3261 §18.1.1). */
    static final int DATAGRAM = 1000;

    private final SipProvider provider;
    private final String host;
    private final int port;
    private final int gateway;
    private final HeaderFactory headers;
    private final AddressFactory addresses;
    private final MessageFactory messages;

    SipMaker(SipFactory factory, SipProvider provider, String host, int port, int gateway) throws PeerUnavailableException {
        this.provider = provider;
        this.host = host;
        this.port = port;
        this.gateway = gateway;
        this.headers = factory.createHeaderFactory();
        this.addresses = factory.createAddressFactory();
        this.messages = factory.createMessageFactory();
    }

    /** The dialog that somebody else's request has begun, seen from here: that of a watcher, or a chat. */
    record Dialog(Request first, String tag, AtomicLong sequence) {

        static Dialog of(Request first) {
            return new Dialog(first, SipMaker.tag(), new AtomicLong());
        }

        Dialog next() {
            sequence.incrementAndGet();
            return this;
        }
    }

    Request message(String from, PhoneOrder order) throws Exception {
        var request = begin(Request.MESSAGE, from, order.to(), order.body().length() > DATAGRAM);
        if (!order.subject().isEmpty()) {
            request.addHeader(headers.createSubjectHeader(order.subject()));
        }
        if (!order.language().isEmpty()) {
            request.addHeader(headers.createContentLanguageHeader(Locale.forLanguageTag(order.language())));
        }
        var type = order.type().split("/");
        request.setContent(order.body().getBytes(StandardCharsets.UTF_8), headers.createContentTypeHeader(type[0], type[1]));
        return request;
    }

    Request subscribe(String from, String to) throws Exception {
        var request = begin(Request.SUBSCRIBE, from, to, false);
        return with(request, "Contact", contact(), "Event", "presence", "Accept", "application/pidf+xml", "Expires", "3600");
    }

    private Request begin(String method, String from, String to, boolean large) throws Exception {
        var request = messages.createRequest(addresses.createURI(to), method, provider.getNewCallId(), headers.createCSeqHeader(1L, method),
                headers.createFromHeader(addresses.createAddress(from), tag()), headers.createToHeader(addresses.createAddress(to), null),
                List.of(via(large)), headers.createMaxForwardsHeader(70));
        request.addHeader(towardsGateway(large));
        return request;
    }

    /** @param document none where it is empty */
    Request notify(Dialog watcher, String state, String document) throws Exception {
        var request = within(watcher, Request.NOTIFY);
        if (!document.isEmpty()) {
            request.setContent(document.getBytes(StandardCharsets.UTF_8), headers.createContentTypeHeader("application", "pidf+xml"));
        }
        return with(request, "Contact", contact(), "Event", "presence", "Subscription-State", state);
    }

    Request bye(Dialog chat) throws Exception {
        return within(chat, Request.BYE);
    }

    private Request within(Dialog dialog, String method) throws Exception {
        var first = dialog.first();
        var from = (FromHeader) first.getHeader(FromHeader.NAME);
        var to = (ToHeader) first.getHeader(ToHeader.NAME);
        var target = ((ContactHeader) first.getHeader(ContactHeader.NAME)).getAddress().getURI();
        var request = messages.createRequest(target, method, (CallIdHeader) first.getHeader(CallIdHeader.NAME),
                headers.createCSeqHeader(dialog.sequence().get(), method), headers.createFromHeader(to.getAddress(), dialog.tag()),
                headers.createToHeader(from.getAddress(), from.getTag()), List.of(via(false)), headers.createMaxForwardsHeader(70));
        request.addHeader(towardsGateway(false));
        return request;
    }

    private Request with(Request request, String... namesAndValues) throws ParseException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            request.addHeader(headers.createHeader(namesAndValues[i], namesAndValues[i + 1]));
        }
        return request;
    }

    private String contact() {
        return "<sip:" + SipPhone.USER + "@" + host + ":" + port + ">";
    }

    private ViaHeader via(boolean tcp) throws ParseException, javax.sip.InvalidArgumentException {
        return via(tcp, tag());
    }

    /** @param branch what stands behind the magic cookie */
    ViaHeader via(boolean tcp, String branch) throws ParseException, javax.sip.InvalidArgumentException {
        var via = headers.createViaHeader(host, port, tcp ? "TCP" : "UDP", "z9hG4bK" + branch);
        via.setRPort();
        return via;
    }

    RouteHeader towardsGateway(boolean tcp) throws ParseException {
        return headers.createRouteHeader(addresses.createAddress("<sip:" + host + ":" + gateway + (tcp ? ";transport=tcp" : "") + ";lr>"));
    }

    void answer(RequestEvent event, int status) throws SipException, ParseException, javax.sip.InvalidArgumentException {
        var response = messages.createResponse(status, event.getRequest());
        var to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag(tag());
        }
        if (event.getRequest().getHeader(ContactHeader.NAME) instanceof ContactHeader contact) {
            response.addHeader(contact);
        }
        provider.sendResponse(response);
    }

    /**
     * 200 to a request of a subscription.
     *
     * @param tag for To where it has none
     * @param expires left out where it is negative
     */
    void accept(RequestEvent event, String tag, int expires) throws SipException, ParseException, javax.sip.InvalidArgumentException {
        var response = accepted(event, tag);
        if (expires >= 0) {
            response.addHeader(headers.createExpiresHeader(expires));
        }
        provider.sendResponse(response);
    }

    /** 200 to an INVITE, with the answer to its offer. */
    void accept(RequestEvent event, String tag, byte[] sdp) throws SipException, ParseException {
        var response = accepted(event, tag);
        response.setContent(sdp, headers.createContentTypeHeader("application", "sdp"));
        provider.sendResponse(response);
    }

    private Response accepted(RequestEvent event, String tag) throws ParseException {
        var response = messages.createResponse(200, event.getRequest());
        var to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag(tag);
        }
        response.addHeader(headers.createHeader("Contact", contact()));
        return response;
    }

    private static String tag() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
