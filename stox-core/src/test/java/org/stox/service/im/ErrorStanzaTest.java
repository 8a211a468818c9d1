package org.stox.service.im;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.error.Refusal;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.stox.service.im.Samples.POLICY;
import static org.stox.service.im.Samples.ids;
import static org.stox.service.im.Samples.message;
import static org.stox.service.im.Samples.says;
import static org.stox.service.im.Samples.stanza;
import static org.stox.service.im.Samples.toSip;
import static org.stox.service.im.Samples.toXmpp;

/** What comes back to an XMPP user of a message that did not cross, and what never comes back. */
class ErrorStanzaTest {

    @Test
    @Proves({"RFC7247-7-06"})
    void anErrorAnswersItsStanzaAndNothingAnswersAnError() {
        var sent = stanza("<message from='juliet@example.com/balcony' to='romeo@example.net' id='m1' type='chat'><body>a</body></message>");
        var error = POLICY.errors().toXmpp(Refusal.sip(404, "No such user").reason());
        var answer = (MessageStanza) StanzaCodec.error(sent, error).orElseThrow();
        assertEquals("romeo@example.net", answer.from().toString());
        assertEquals("juliet@example.com/balcony", answer.to().toString());
        assertEquals(Optional.of("m1"), answer.id());
        assertEquals(Optional.of("error"), answer.type());
        var element = answer.toXml().child("jabber:component:accept", "error").orElseThrow();
        assertEquals(Optional.of("cancel"), element.attribute("type"));
        assertEquals(2, element.children().size());         // the condition and its text
        assertEquals("item-not-found", element.children().get(0).name());
        assertEquals(Optional.of(error), answer.error());
        assertEquals(Optional.empty(), StanzaCodec.error(answer, error));
        var bounced = stanza("<message from='juliet@example.com/balcony' to='romeo@example.net' id='m1' type='error'><body>a</body><error "
                + "type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        assertEquals(Optional.empty(), MessageMapping.toSip(bounced, POLICY, ids()));
    }

    /** A text that is encrypted end to end, as Off-the-Record does it, is text as any other (RFC 7572 §9). */
    @Test
    @Proves("RFC7572-9-02")
    void encryptedTextPassesUnchanged() {
        var text = "?OTR:AAMDJ+MVmSfjFZcAAAAAAQAAAAIAAADA1g5IjD1ZGLDVQEyCgCyn9hbrL3KAbGDdzE2ZkMyTKl7XfkSxh8YJnudstiB74i4BzT0W2haClg6dMary.";
        assertEquals(text, toSip(says("<body>" + text + "</body>")).body().text());
        assertEquals(text, toXmpp(message(text)).bodies().get(0).text());
    }
}
