package org.stox.camel;

import java.util.Optional;

import org.apache.camel.CamelContext;

import org.stox.address.SipUri;
import org.stox.protocol.sip.OwnAddress;

/** Where requests within our dialogs reach us (RFC 3261 §8.1.1.8): as the SIP component of the context says, once a route uses it. */
final class OwnContact implements OwnAddress {

    private final CamelContext context;
    private volatile Optional<OwnAddress> sip = Optional.empty();

    OwnContact(CamelContext context) {
        this.context = context;
    }

    @Override
    public Optional<SipUri> contact() {
        if (sip.isEmpty()) {
            sip = Able.in(context, OwnAddress.class);
        }
        return sip.flatMap(OwnAddress::contact);
    }
}
