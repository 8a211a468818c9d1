package org.stox.camel;

import java.util.Map;
import java.util.Optional;

import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

import org.stox.address.SipUri;
import org.stox.protocol.sip.OwnAddress;

/** A component that says where we are reached by SIP, and does nothing. */
final class Listening extends DefaultComponent implements OwnAddress {

    private final SipUri contact;

    Listening(SipUri contact) {
        this.contact = contact;
    }

    @Override
    public Optional<SipUri> contact() {
        return Optional.of(contact);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        throw new UnsupportedOperationException(uri);
    }
}
