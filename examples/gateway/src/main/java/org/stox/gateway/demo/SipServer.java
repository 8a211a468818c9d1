package org.stox.gateway.demo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sip.RequestEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** A registrar and stateless proxy (RFC 3261 §10.3, §16.11), just enough for a visitor's own phone: any user, any password. */
final class SipServer {

    private static final List<String> FORWARDED = List.of(Request.MESSAGE, Request.SUBSCRIBE, Request.NOTIFY, Request.INVITE, Request.ACK,
            Request.BYE, Request.CANCEL, Request.UPDATE);

    private final String domain;
    private final SipProvider provider;
    private final SipMaker make;
    private final Map<String, URI> contacts = new ConcurrentHashMap<>();

    SipServer(String domain, SipProvider provider, SipMaker make) {
        this.domain = domain;
        this.provider = provider;
        this.make = make;
    }

    void take(RequestEvent event) throws Exception {
        var request = event.getRequest();
        if (request.getMethod().equals(Request.REGISTER)) {
            register(event);
        } else if (!FORWARDED.contains(request.getMethod())) {
            make.answer(event, request.getMethod().equals(Request.OPTIONS) ? 200 : 501);
        } else if (request.getMethod().equals(Request.ACK) && request.getRequestURI() instanceof SipURI to && !isReachable(to)) {
            return;                                         // to what was refused here
        } else if (!(request.getRequestURI() instanceof SipURI to) || !isReachable(to)) {
            make.answer(event, 404);
        } else {
            forward(request, to);
        }
    }

    private void register(RequestEvent event) throws Exception {
        var to = ((ToHeader) event.getRequest().getHeader(ToHeader.NAME)).getAddress().getURI();
        if (to instanceof SipURI aor && event.getRequest().getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                && !contact.isWildCard()) {
            contacts.put(user(aor), contact.getAddress().getURI());
        }
        make.answer(event, 200);
    }

    /** To a registered phone, by its address or, within a dialog, by its contact; or, for another domain, to the gateway. */
    private void forward(Request request, SipURI to) throws Exception {
        var onward = (Request) request.clone();
        boolean large = request.getContentLength().getContentLength() > SipMaker.DATAGRAM;
        onward.removeHeader(RouteHeader.NAME);
        if (to.getHost().equals(domain)) {
            onward.setRequestURI((URI) contacts.get(user(to)).clone());
        } else if (!isContact(to)) {
            onward.addFirst(make.towardsGateway(large));
        }
        ((MaxForwardsHeader) onward.getHeader(MaxForwardsHeader.NAME)).decrementMaxForwards();
        onward.addFirst(make.via(large, branch(request)));
        provider.sendRequest(onward);
    }

    /** A response to what was forwarded. */
    void takeBack(Response response) {
        try {
            var back = (Response) response.clone();
            back.removeFirst(ViaHeader.NAME);
            provider.sendResponse(back);
        } catch (SipException e) {
            System.err.println("phone: " + e.getMessage());
        }
    }

    /** The same for the same, so that CANCEL and ACK find the transaction of their INVITE (RFC 3261 §16.11). */
    private static String branch(Request request) {
        return Integer.toHexString((((ViaHeader) request.getHeader(ViaHeader.NAME)).getBranch() + "-onward").hashCode());
    }

    private boolean isReachable(SipURI to) {
        return !to.getHost().equals(domain) || contacts.containsKey(user(to));
    }

    private boolean isContact(SipURI uri) {
        return contacts.values().stream().anyMatch(c -> c instanceof SipURI phone && phone.getHost().equals(uri.getHost())
                && phone.getPort() == uri.getPort());
    }

    private static String user(SipURI uri) {
        return String.valueOf(uri.getUser());
    }
}
