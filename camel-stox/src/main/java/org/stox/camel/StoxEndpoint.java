package org.stox.camel;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

import org.stox.service.MappingPolicy;

/** Map between SIP and XMPP: {@code stox:im} converts in place, {@code stox:gateway/sip} and {@code stox:chat/msrp} are doors. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "stox", title = "Stox", syntax = "stox:service/leg", category = Category.MESSAGING,
        headersClass = StoxConstants.class)
public class StoxEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    @UriPath(enums = "im,presence,chat,gateway")
    @Metadata(required = true, description = "The service")
    private String service;
    @UriPath(enums = "sip,msrp,xmpp")
    @Metadata(description = "The side that a door is on; im has none")
    private String leg;
    @UriParam
    private StoxConfiguration configuration;

    private final StoxService kind;
    private volatile MappingPolicy policy;

    StoxEndpoint(String uri, StoxComponent component, StoxService service, String leg, StoxConfiguration configuration) {
        super(uri, component);
        this.kind = service;
        this.service = service.toString();
        this.leg = leg;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (kind == StoxService.IM) {
            return new ImProducer(this, configuration.pair());
        }
        policy();
        doors().enter(leg);
        return new StoxProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (kind == StoxService.IM) {
            throw new IllegalArgumentException("A route begins with stox:im, which converts in place and makes no messages: begin with "
                    + "sip:, xmpp-component: or xmpp:");
        }
        var consumer = new StoxConsumer(this, processor);
        configureConsumer(consumer);
        doors().open(leg, consumer);
        return consumer;
    }

    /** Of the options of this endpoint; throws with one sentence a problem where settings are missing. */
    MappingPolicy policy() {
        var known = policy;
        if (known == null) {
            known = configuration.policy(getCamelContext());
            policy = known;
        }
        return known;
    }

    StoxService service() {
        return kind;
    }

    Doors doors() {
        return getComponent().doors(kind);
    }

    @Override
    public StoxComponent getComponent() {
        return (StoxComponent) super.getComponent();
    }

    public String getService() {
        return service;
    }

    public void setService(String service) {
        this.service = service;
    }

    public String getLeg() {
        return leg;
    }

    public void setLeg(String leg) {
        this.leg = leg;
    }

    public StoxConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(StoxConfiguration configuration) {
        this.configuration = configuration;
    }
}
