package org.stox.address;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class XmppUriTest {

    @Test
    void whatMayNotStandInAUriIsEncoded() {
        assertEquals("xmpp:juliet@example.com", XmppUri.of(Jid.parse("juliet@example.com/balcony")));
        assertEquals("xmpp:a%23b%5C20c@example.com", XmppUri.of(Jid.parse("a#b\\20c@example.com")));
        assertEquals("xmpp:nurse%C3%A9@example.com", XmppUri.of(Jid.parse("nurse\u00e9@example.com")));
        assertEquals("xmpp:example.com", XmppUri.of(Jid.parse("example.com")));
    }
}
