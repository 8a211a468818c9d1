package org.stox.protocol.xmpp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class StanzaTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"<message from='a@b' to='c@d'><body>Hi</body></message>",
        "<message xmlns='jabber:client' from='a@b' to='c@d'><body>Hi</body></message>",
        "<message xmlns='jabber:component:accept' from='a@b' to='c@d'><body>Hi</body></message>",
        "\n<?xml version='1.0'?>\n <message from='a@b' to='c@d'>\n<body>Hi</body>\n</message>\n"})
    void aStanzaOfAnyStreamIsTheSame(String text) {
        assertEquals("Hi", ((MessageStanza) StanzaText.read(text)).bodies().get(0).text());
    }

    @Test
    void writtenForAClientItIsInTheNamespaceOfAClientAllTheWayDown() {
        var xml = StanzaText.client(StanzaText.readElement("<message from='a@b' to='c@d'><body>Hi</body><x xmlns='y'/></message>"));
        assertEquals("<message xmlns='jabber:client' from='a@b' to='c@d'><body>Hi</body><x xmlns='y'/></message>", xml);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<message", "<message from='a@b' to='c@d'>", "<message/><message/>", "<message><body></message>",
        "<message from='a@b' to='c@d'/></stream:stream>", "<message to='c@d'/>", "<!DOCTYPE a><message/>"})
    void whatIsNotOneWholeStanzaIsRefused(String text) {
        assertThrows(StanzaException.class, () -> StanzaText.read(text));
    }
}
