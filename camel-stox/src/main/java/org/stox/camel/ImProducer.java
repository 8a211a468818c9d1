package org.stox.camel;

import java.util.Optional;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

import org.stox.camel.Translations.Direction;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.im.AccountPair;
import org.stox.service.im.MessageMapping;

/** {@code stox:im}: the body becomes the other side's form of it (RFC 7572); where nothing crosses, the route ends here as a success. */
public class ImProducer extends DefaultProducer {

    private final StoxEndpoint endpoint;
    private final StoxComponent component;
    private final Optional<AccountPair> pair;

    ImProducer(StoxEndpoint endpoint, Optional<AccountPair> pair) {
        super(endpoint);
        this.endpoint = endpoint;
        this.component = endpoint.getComponent();
        this.pair = pair;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        var body = exchange.getMessage().getBody();
        var mapped = body instanceof SipRequest request
                ? component.translations().count(Direction.S2X, exchange, () -> toXmpp(request))
                : component.translations().count(Direction.X2S, exchange,
                        () -> toSip(exchange.getMessage().getMandatoryBody(MessageStanza.class)));
        exchange.getMessage().setBody(mapped.orElse(null));
        exchange.setRouteStop(mapped.isEmpty());
    }

    private Optional<?> toXmpp(SipRequest request) {
        return pair.isPresent() ? pair.get().toXmpp(request, endpoint.policy(), component.ids())
                : MessageMapping.toXmpp(request, endpoint.policy(), component.ids());
    }

    private Optional<?> toSip(MessageStanza message) {
        return pair.isPresent() ? pair.get().toSip(message, endpoint.policy(), component.ids())
                : MessageMapping.toSip(message, endpoint.policy(), component.ids());
    }
}
