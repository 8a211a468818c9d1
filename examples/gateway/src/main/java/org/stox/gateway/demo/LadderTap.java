package org.stox.gateway.demo;

import org.stox.protocol.Tap;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.XmlElement;

/** What the gateway reads and writes, as arrows with a short label. */
final class LadderTap implements Tap {

    private final Ladder ladder;

    LadderTap(Ladder ladder) {
        this.ladder = ladder;
    }

    @Override
    public void message(Side side, boolean incoming, Object message) {
        int other = side == Side.SIP ? Ladder.PHONE : Ladder.SERVER;
        ladder.arrow(incoming ? other : Ladder.GATEWAY, incoming ? Ladder.GATEWAY : other, label(message, incoming));
    }

    private static String label(Object message, boolean incoming) {
        if (message instanceof SipRequest request) {
            return request.method() + quoted(request.body().text());
        }
        if (message instanceof SipResponse response) {
            return response.status() + " " + response.reason();
        }
        return message instanceof XmlElement stanza ? label(stanza, incoming) : message.toString();
    }

    private static String label(XmlElement stanza, boolean incoming) {
        var namespace = stanza.namespace();
        if (stanza.attribute("type").filter("error"::equals).isPresent()) {
            return stanza.child(namespace, "error").flatMap(e -> e.children().stream().findFirst()).map(XmlElement::name).orElse("error");
        }
        if (stanza.name().equals("iq")) {
            var own = stanza.attribute("from").equals(stanza.attribute("to"));      // the fence: our ping comes back to us
            return incoming && own || stanza.attribute("type").filter("result"::equals).isPresent() ? "pong" : "ping";
        }
        return stanza.name() + stanza.child(namespace, "body").map(b -> quoted(b.text())).orElse("");
    }

    static String quoted(String text) {
        return text.isBlank() ? "" : " " + text;
    }
}
