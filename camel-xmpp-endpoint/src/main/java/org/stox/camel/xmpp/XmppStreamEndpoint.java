package org.stox.camel.xmpp;

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

import org.stox.camel.xmpp.stream.StanzaStream;
import org.stox.camel.xmpp.stream.StreamCounters;
import org.stox.camel.xmpp.stream.StreamCounters.Event;

/**
 * Send and receive XMPP stanzas as a component of an XMPP server (XEP-0114).
 *
 * The body is a stanza as an immutable record (MessageStanza, PresenceStanza, IqStanza).
 */
@ManagedResource(description = "XMPP component stream")
@UriEndpoint(firstVersion = "1.0.0", scheme = "xmpp-component", title = "XMPP Component Stream", syntax = "xmpp-component:domain",
        category = {Category.CHAT}, headersClass = XmppStreamConstants.class)
public class XmppStreamEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    @UriPath(description = "The domain of the component, as the server knows it")
    @Metadata(required = true)
    private final String domain;
    @UriParam
    private XmppStreamConfiguration configuration;

    private final StreamCounters none = new StreamCounters();
    private StreamOptions options;

    public XmppStreamEndpoint(String uri, XmppStreamComponent component, String domain, XmppStreamConfiguration configuration) {
        super(uri, component);
        this.domain = domain;
        this.configuration = configuration;
    }

    /** Reads the options here, so that a start without sockets finds what is wrong with them. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        options = new StreamOptions(this);
        options.check();
    }

    StreamOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() {
        return new XmppStreamProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        var consumer = new XmppStreamConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public XmppStreamComponent getComponent() {
        return (XmppStreamComponent) super.getComponent();
    }

    public String getDomain() {
        return domain;
    }

    public XmppStreamConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(XmppStreamConfiguration configuration) {
        this.configuration = configuration;
    }

    private StreamCounters counters() {
        return getComponent().running(this).map(StanzaStream::counters).orElse(none);
    }

    @ManagedAttribute(description = "State of the stream; OPEN when stanzas pass")
    public String getStreamState() {
        return getComponent().running(this).map(StanzaStream::state).orElse("UNUSED");
    }

    @ManagedAttribute(description = "Stanzas read")
    public long getRead() {
        return counters().count(Event.READ);
    }

    @ManagedAttribute(description = "Stanzas written")
    public long getWritten() {
        return counters().count(Event.WRITTEN);
    }

    @ManagedAttribute(description = "Stanzas from routes that were refused before they were written")
    public long getRefused() {
        return counters().count(Event.REFUSED);
    }

    @ManagedAttribute(description = "Characters that XML forbids and that were replaced")
    public long getReplacedCharacters() {
        return counters().count(Event.REPLACED_CHARACTERS);
    }

    @ManagedAttribute(description = "Times that the stream was opened")
    public long getConnects() {
        return counters().count(Event.CONNECTS);
    }

    @ManagedAttribute(description = "Times that the stream was lost")
    public long getLost() {
        return counters().count(Event.LOST);
    }

    @ManagedAttribute(description = "Stanzas that were dropped without an answer, by reason")
    public String getDropped() {
        return counters().text("DROPPED_");
    }

    @ManagedAttribute(description = "Stanzas that were answered with an error before any route saw them, by reason")
    public String getAnswered() {
        return counters().text("ANSWERED_");
    }

    @ManagedAttribute(description = "Bytes that wait for the socket")
    public int getQueueBytes() {
        return getComponent().running(this).map(StanzaStream::queueBytes).orElse(0);
    }

    @ManagedAttribute(description = "How full the fuller of the two is, from 0 to 1: the queue to the socket, and the routes. At 1 senders are "
            + "asked to wait")
    public double getQueueFill() {
        return getComponent().running(this).map(StreamFigures::fill).orElse(0.0);
    }

    @ManagedAttribute(description = "Stanzas that wait for a route or are in one")
    public int getInRoutes() {
        return getComponent().running(this).map(StanzaStream::inRoutes).orElse(0);
    }
}
