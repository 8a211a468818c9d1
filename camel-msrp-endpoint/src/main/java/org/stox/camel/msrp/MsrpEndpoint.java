package org.stox.camel.msrp;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

import org.stox.camel.msrp.wire.MsrpCounters;
import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.camel.msrp.wire.MsrpNode;

/**
 * Send and receive messages of MSRP sessions (RFC 4975), over TCP and TLS.
 *
 * The body is a record: MsrpSession, Outgoing, WholeMessage, MsrpReport or MsrpClose.
 */
@ManagedResource(description = "MSRP endpoint")
@UriEndpoint(firstVersion = "1.0.0", scheme = "msrp", title = "MSRP", syntax = "msrp:address",
        category = {Category.CHAT, Category.NETWORKING}, headersClass = MsrpConstants.class)
public class MsrpEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    @UriPath(description = "The address to listen on as host:port, or default: the host of stox.sip.listen and a free port")
    @Metadata(required = true)
    private final String address;
    @UriParam
    private MsrpConfiguration configuration;

    private final MsrpCounters none = new MsrpCounters();
    private MsrpOptions options;

    public MsrpEndpoint(String uri, MsrpComponent component, String address, MsrpConfiguration configuration) {
        super(uri, component);
        this.address = address.startsWith("//") ? address.substring(2) : address;
        this.configuration = configuration;
    }

    /** Reads the options here, so that a start without sockets finds what is wrong with them. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        options = new MsrpOptions(getCamelContext(), address, configuration);
        options.check();
    }

    MsrpOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() {
        return new MsrpProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        var consumer = new MsrpConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public MsrpComponent getComponent() {
        return (MsrpComponent) super.getComponent();
    }

    public String getAddress() {
        return address;
    }

    public MsrpConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(MsrpConfiguration configuration) {
        this.configuration = configuration;
    }

    private MsrpCounters counters() {
        return getComponent().running(this).map(MsrpNode::counters).orElse(none);
    }

    @ManagedAttribute(description = "The port that is listened on without TLS; 0 if there is none")
    public int getPort() {
        return getComponent().running(this).map(n -> n.port(false).orElse(0)).orElse(0);
    }

    @ManagedAttribute(description = "The port that is listened on with TLS; 0 if there is none")
    public int getTlsPort() {
        return getComponent().running(this).map(n -> n.port(true).orElse(0)).orElse(0);
    }

    @ManagedAttribute(description = "Connections that are open")
    public int getOpenConnections() {
        return getComponent().running(this).map(MsrpNode::connections).orElse(0);
    }

    @ManagedAttribute(description = "Sessions that there are")
    public int getSessions() {
        return getComponent().running(this).map(MsrpNode::sessions).orElse(0);
    }

    @ManagedAttribute(description = "Messages from peers that a route took")
    public long getReceived() {
        return counters().count(Event.IN_TAKEN);
    }

    @ManagedAttribute(description = "Messages to peers that were sent")
    public long getSent() {
        return counters().count(Event.OUT_SENT);
    }

    @ManagedAttribute(description = "Messages to peers that could not be sent, or were refused by them")
    public long getFailed() {
        return counters().count(Event.OUT_FAILED);
    }

    @ManagedAttribute(description = "Requests that were answered with a code before any route saw them, by reason")
    public String getAnswered() {
        return counters().text("ANSWERED_");
    }

    @ManagedAttribute(description = "Connections that were closed by us or not taken, by reason")
    public String getClosed() {
        return counters().text("CLOSED_");
    }

    @ManagedAttribute(description = "Messages that wait for a route or are in one")
    public int getInRoutes() {
        return getComponent().running(this).map(MsrpNode::inRoutes).orElse(0);
    }
}
