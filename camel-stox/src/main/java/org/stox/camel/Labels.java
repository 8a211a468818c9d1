package org.stox.camel;

import org.apache.camel.Message;

import org.stox.address.SipUris;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.Stanza;

/** The headers of an exchange that leaves by a door. */
final class Labels {

    private Labels() {
    }

    static void put(Message message, Object body, StoxService service) {
        message.setHeader(StoxConstants.SERVICE, service.toString());
        if (body instanceof SipRequest request) {
            message.setHeader(StoxConstants.SIP_METHOD, request.method());
            message.setHeader(StoxConstants.SIP_TO, SipUris.userKey(request.uri()));
            request.header("From").ifPresent(f -> message.setHeader(StoxConstants.SIP_FROM, SipUris.userKey(NameAddr.read(f).uri())));
            request.header("Call-ID").ifPresent(id -> message.setHeader(StoxConstants.SIP_CALL_ID, id));
        } else if (body instanceof Stanza stanza) {
            message.setHeader(StoxConstants.XMPP_STANZA, stanza.name());
            stanza.type().ifPresent(type -> message.setHeader(StoxConstants.XMPP_TYPE, type));
            message.setHeader(StoxConstants.XMPP_FROM, stanza.from().toString());
            message.setHeader(StoxConstants.XMPP_TO, stanza.to().toString());
        } else if (body instanceof Outgoing) {
            message.setHeader(StoxConstants.MSRP_METHOD, MsrpRequest.SEND);
        } else if (body instanceof MsrpReport) {
            message.setHeader(StoxConstants.MSRP_METHOD, MsrpRequest.REPORT);
        }
    }
}
