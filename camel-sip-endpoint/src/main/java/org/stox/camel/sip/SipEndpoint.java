package org.stox.camel.sip;

import java.util.function.ToLongFunction;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

import org.stox.settings.HostPort;

/** Take SIP requests on an address, and send requests from it to a peer, over UDP and TCP. */
@ManagedResource(description = "Managed SIP endpoint")
@UriEndpoint(firstVersion = "1.0.0", scheme = "sip", title = "SIP", syntax = "sip:host:port",
        category = {Category.MESSAGING, Category.NETWORKING}, headersClass = SipConstants.class)
public class SipEndpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    @UriPath(description = "The address to listen on, or 0.0.0.0 for all")
    @Metadata(required = true)
    private final String host;

    @UriPath(description = "The port to listen on, of UDP and TCP")
    @Metadata(required = true)
    private final int port;

    @UriParam
    private SipConfiguration configuration;

    private final HostPort address;

    public SipEndpoint(String uri, SipComponent component, HostPort address, SipConfiguration configuration) {
        super(uri, component);
        this.address = address;
        this.host = address.host();
        this.port = address.port();
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new SipProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        var consumer = new SipConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public SipComponent getComponent() {
        return (SipComponent) super.getComponent();
    }

    HostPort address() {
        return address;
    }

    SipListener acquire() throws java.io.IOException {
        return getComponent().acquire(address, configuration);
    }

    void release() {
        getComponent().release(address);
    }

    @Override
    public String getServiceUrl() {
        return address.toString();
    }

    @Override
    public String getServiceProtocol() {
        return "sip";
    }

    public String getHost() {
        return host;
    }

    public int getPort() {
        return port;
    }

    public SipConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SipConfiguration configuration) {
        this.configuration = configuration;
    }

    private long count(ToLongFunction<SipListener> figure) {
        return getComponent().listener(address).map(figure::applyAsLong).orElse(0L);
    }

    @ManagedAttribute(description = "LISTENING; PEER_UNKNOWN while the name of the peer cannot be looked up; CLOSED while no route uses it")
    public String getListenerState() {
        return getComponent().listener(address).map(listener -> SipFigures.of(listener).state()).orElse("CLOSED");
    }

    @ManagedAttribute(description = "How full the fullest route is, from 0 to 1; at 1 requests are answered 503")
    public double getQueueFill() {
        return getComponent().listener(address).map(listener -> listener.consumers().fill()).orElse(0.0);
    }

    @ManagedAttribute(description = "Transactions that exist now, lingering ones included")
    public long getTransactions() {
        return count(l -> l.transactions().open());
    }

    @ManagedAttribute(description = "TCP connections that are open now, both ways")
    public long getConnectionsOpen() {
        return count(l -> l.transactions().connections());
    }

    @ManagedAttribute(description = "MESSAGEs that wait for the one before them to the same Request-URI")
    public long getMessagesWaiting() {
        return count(l -> l.queue().size());
    }

    @ManagedAttribute(description = "Requests read")
    public long getRequestsIn() {
        return count(l -> l.counters().requestsIn());
    }

    @ManagedAttribute(description = "Requests written, retransmissions included")
    public long getRequestsOut() {
        return count(l -> l.counters().requestsOut());
    }

    @ManagedAttribute(description = "Responses read")
    public long getResponsesIn() {
        return count(l -> l.counters().responsesIn());
    }

    @ManagedAttribute(description = "Responses written")
    public long getResponsesOut() {
        return count(l -> l.counters().responsesOut());
    }

    @ManagedAttribute(description = "What was thrown away without an answer, or refused for want of room or trust, by reason")
    public String getDropped() {
        return getComponent().listener(address).map(l -> l.counters().dropped().toString()).orElse("{}");
    }
}
