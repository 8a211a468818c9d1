package org.stox.camel.msrp;

import org.apache.camel.spi.Metadata;

/** Labels of an exchange to choose by: copied from what came, never read back. */
public final class MsrpConstants {

    @Metadata(label = "consumer", description = "What came: SEND for a whole message, REPORT, or CLOSE where a session has lost its connection",
            javaType = "String")
    public static final String METHOD = "CamelMsrpMethod";

    /** The value for a session without connection; no method of MSRP has this name. */
    static final String CLOSE = "CLOSE";

    private MsrpConstants() {
    }
}
