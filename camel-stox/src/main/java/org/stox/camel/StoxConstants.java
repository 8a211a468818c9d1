package org.stox.camel;

import org.apache.camel.spi.Metadata;

/** Headers of exchanges that leave by a door: labels to choose by, copied from the body and never read back. */
public final class StoxConstants {

    @Metadata(description = "The service that made the message: im, presence or chat", javaType = "String")
    public static final String SERVICE = "CamelStoxService";
    @Metadata(description = "The id of the session that made the message, where the service has sessions", javaType = "String")
    public static final String SESSION_ID = "CamelStoxSessionId";
    @Metadata(description = "The method of a SIP request", javaType = "String")
    public static final String SIP_METHOD = "CamelSipMethod";
    @Metadata(description = "The Call-ID of a SIP request", javaType = "String")
    public static final String SIP_CALL_ID = "CamelSipCallId";
    @Metadata(description = "Who a SIP request is from, as a URI without port and parameters", javaType = "String")
    public static final String SIP_FROM = "CamelSipFrom";
    @Metadata(description = "Who a SIP request is for, as a URI without port and parameters", javaType = "String")
    public static final String SIP_TO = "CamelSipTo";
    @Metadata(description = "The method of what goes out by MSRP: SEND or REPORT", javaType = "String")
    public static final String MSRP_METHOD = "CamelMsrpMethod";
    @Metadata(description = "The kind of a stanza: message, presence or iq", javaType = "String")
    public static final String XMPP_STANZA = "CamelXmppStanza";
    @Metadata(description = "The type of a stanza, if it has one", javaType = "String")
    public static final String XMPP_TYPE = "CamelXmppType";
    @Metadata(description = "The JID a stanza comes from", javaType = "String")
    public static final String XMPP_FROM = "CamelXmppFrom";
    @Metadata(description = "The JID a stanza goes to", javaType = "String")
    public static final String XMPP_TO = "CamelXmppTo";

    private StoxConstants() {
    }
}
