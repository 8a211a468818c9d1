package org.stox.camel.sip;

import org.apache.camel.spi.Metadata;

/** The message headers of sip: endpoints. They are labels to choose by, written from the record and never read back. */
public final class SipConstants {

    @Metadata(label = "consumer", description = "The method of the request, or of the request that a response is for", javaType = "String")
    public static final String METHOD = "CamelSipMethod";

    @Metadata(label = "consumer", description = "The Call-ID of the request", javaType = "String")
    public static final String CALL_ID = "CamelSipCallId";

    @Metadata(label = "consumer", description = "Who the request is from: the URI of From without port and parameters, "
            + "its host in lower case", javaType = "String")
    public static final String FROM = "CamelSipFrom";

    @Metadata(label = "consumer", description = "Who the request is for: the Request-URI without port and parameters, "
            + "its host in lower case", javaType = "String")
    public static final String TO = "CamelSipTo";

    @Metadata(description = "The status of the final response; of a provisional one, where the route begins with it", javaType = "Integer")
    public static final String STATUS_CODE = "CamelSipStatusCode";

    private SipConstants() {
    }
}
