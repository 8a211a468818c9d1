package org.stox.address;

/** The URI of an XMPP address (RFC 5122 §2.2), for where SIP names one. */
public final class XmppUri {

    private static final String ALLOWED = "-._~!$()*+,;=";

    private XmppUri() {
    }

    /** Of the bare address. */
    public static String of(Jid jid) {
        return "xmpp:" + jid.local().map(local -> encoded(local) + '@').orElse("") + encoded(jid.domain());
    }

    private static String encoded(String part) {
        return PercentCoding.encode(part, c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ALLOWED.indexOf(c) >= 0);
    }
}
