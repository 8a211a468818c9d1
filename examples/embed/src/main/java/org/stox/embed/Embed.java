package org.stox.embed;

import java.util.concurrent.CountDownLatch;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context of one's own with the gateway in it, and beside it a lamp that is switched by SIP MESSAGEs. */
public final class Embed {

    private Embed() {
    }

    public static void main(String[] args) throws Exception {
        var context = new DefaultCamelContext();
        context.getPropertiesComponent().setLocation("classpath:embed.properties");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());         // a refusal is an answer to its sender, and needs no trace in the log
                from("sip:{{stox.sip.listen}}?methods=MESSAGE,SUBSCRIBE,NOTIFY,INVITE,ACK,BYE,CANCEL,UPDATE,PRACK,INFO").to("stox:gateway/sip");
                from("stox:gateway/xmpp").to("xmpp-component:{{stox.domain}}");
                from("xmpp-component:{{stox.domain}}").to("stox:gateway/xmpp");
                from("stox:gateway/sip").to("sip:{{stox.sip.listen}}");
                from("msrp:{{stox.msrp.listen:default}}").to("stox:gateway/msrp");
                from("stox:gateway/msrp").to("msrp:{{stox.msrp.listen:default}}");
                from("sip:{{lamp.listen}}").bean(new Lamp());
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(context::stop));
        context.start();
        System.out.println("Started");
        new CountDownLatch(1).await();
    }
}
