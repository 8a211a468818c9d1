package org.stox.camel.xmpp;

import org.apache.camel.spi.Metadata;

/** Labels of an exchange to choose by: copied from the stanza, never read back. */
public final class XmppStreamConstants {

    @Metadata(label = "consumer", description = "The kind of stanza: message, presence or iq", javaType = "String")
    public static final String STANZA = "CamelXmppStanza";

    @Metadata(label = "consumer", description = "The type of the stanza as it acts: a message without a type is normal",
            javaType = "String")
    public static final String TYPE = "CamelXmppType";

    @Metadata(label = "consumer", description = "The address of the sender", javaType = "String")
    public static final String FROM = "CamelXmppFrom";

    @Metadata(label = "consumer", description = "The address of the recipient", javaType = "String")
    public static final String TO = "CamelXmppTo";

    private XmppStreamConstants() {
    }
}
