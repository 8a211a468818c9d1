package org.stox.gateway.demo;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import javax.sip.PeerUnavailableException;
import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.address.AddressFactory;
import javax.sip.header.ContactHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;

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

    Request message(String from, PhoneOrder order) throws Exception {
        boolean large = order.body().length() > DATAGRAM;
        var to = headers.createToHeader(addresses.createAddress(order.to()), null);
        var sender = headers.createFromHeader(addresses.createAddress(from), tag());
        var request = messages.createRequest(addresses.createURI(order.to()), Request.MESSAGE, provider.getNewCallId(),
                headers.createCSeqHeader(1L, Request.MESSAGE), sender, to, List.of(via(large)), headers.createMaxForwardsHeader(70));
        request.addHeader(towardsGateway(large));
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

    ViaHeader via(boolean tcp) throws ParseException, javax.sip.InvalidArgumentException {
        var via = headers.createViaHeader(host, port, tcp ? "TCP" : "UDP", "z9hG4bK" + tag());
        via.setRPort();
        return via;
    }

    RouteHeader towardsGateway(boolean tcp) throws ParseException {
        return headers.createRouteHeader(addresses.createAddress("<sip:" + host + ":" + gateway + (tcp ? ";transport=tcp" : "") + ";lr>"));
    }

    void answer(RequestEvent event, int status) throws SipException, ParseException, javax.sip.InvalidArgumentException {
        var response = messages.createResponse(status, event.getRequest());
        ((ToHeader) response.getHeader(ToHeader.NAME)).setTag(tag());
        if (event.getRequest().getHeader(ContactHeader.NAME) instanceof ContactHeader contact) {
            response.addHeader(contact);
        }
        provider.sendResponse(response);
    }

    private static String tag() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
