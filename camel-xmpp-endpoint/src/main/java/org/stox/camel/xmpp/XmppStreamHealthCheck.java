package org.stox.camel.xmpp;

import java.util.Map;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** DOWN while the stream is not open: nothing comes in then. */
final class XmppStreamHealthCheck extends AbstractHealthCheck {

    private final XmppStreamConsumer consumer;

    XmppStreamHealthCheck(XmppStreamConsumer consumer) {
        super("camel", "consumer:" + consumer.getRouteId());
        this.consumer = consumer;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("stream", consumer.streamState());
        if (consumer.isStreamOpen()) {
            builder.up();
        } else {
            builder.down().message("The stream to the XMPP server is not open: "
                    + consumer.streamProblem().orElseGet(consumer::streamState));
        }
    }
}
