package org.stox.gateway.demo;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.stox.protocol.Tap;
import org.stox.protocol.msrp.MsrpHeaders;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.pidf.PidfException;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlElement;

/** What the gateway reads and writes, as arrows with a short label. */
final class LadderTap implements Tap {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private final Ladder ladder;
    private int open;
    private boolean played;
    private boolean hiding;

    LadderTap(Ladder ladder) {
        this.ladder = ladder;
    }

    @Override
    public void message(Side side, boolean incoming, Object message) {
        int other = side == Side.XMPP ? Ladder.SERVER : Ladder.PHONE;
        if (!hides(message, incoming)) {
            ladder.arrow(incoming ? other : Ladder.GATEWAY, incoming ? Ladder.GATEWAY : other, label(message, incoming));
        }
        count(message, incoming);
    }

    /** From now on pings that only keep the stream alive are not drawn: they would push all else off the screen. */
    synchronized void played() {
        played = true;
    }

    private synchronized boolean hides(Object message, boolean incoming) {
        if (!played || !(message instanceof XmlElement stanza) || !isPing(stanza)) {
            return false;
        }
        boolean hidden = incoming ? hiding : open == 0;
        hiding = hidden && !incoming;
        return hidden;
    }

    /** Requests without their final response, and pings that are not back. */
    private synchronized void count(Object message, boolean incoming) {
        if (message instanceof SipRequest request) {
            open += request.method().equals("ACK") ? 0 : 1;
        } else if (message instanceof SipResponse response) {
            open -= response.isFinal() && open > 0 ? 1 : 0;          // one that was too long to be read was none
        } else if (message instanceof XmlElement stanza && isPing(stanza)) {
            open += incoming ? -1 : 1;
        }
        notifyAll();
    }

    /** Waits a little until all that belongs to a step is drawn. */
    synchronized void awaitQuiet() throws InterruptedException {
        var end = System.nanoTime() + PATIENCE;
        for (var left = PATIENCE; open > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The fence: our ping to ourselves, which comes back as it went. */
    private static boolean isPing(XmlElement stanza) {
        return stanza.name().equals("iq") && stanza.attribute("from").equals(stanza.attribute("to"));
    }

    private static String label(Object message, boolean incoming) {
        if (message instanceof SipRequest request) {
            return switch (request.method()) {
                case "SUBSCRIBE" -> request.method() + (request.header("Expires").filter("0"::equals).isPresent() ? " (the end)" : "");
                case "NOTIFY" -> request.method() + " " + told(request);
                case "MESSAGE" -> request.method() + quoted(Said.of(request.header("Content-Type").orElse(""), request.body()));
                default -> request.method();
            };
        }
        if (message instanceof SipResponse response) {
            return response.status() + " " + response.reason();
        }
        if (message instanceof WholeMessage whole) {
            return "SEND" + quoted(Said.of(whole.contentType(), whole.body()));
        }
        if (message instanceof Outgoing outgoing) {
            return "SEND" + outgoing.content().stream().filter(h -> h.is(MsrpHeaders.CONTENT_TYPE)).findFirst()
                    .map(h -> quoted(Said.of(h.value(), outgoing.body()))).orElse("");
        }
        if (message instanceof MsrpRequest request) {
            return request.method() + quoted(request.status().map(s -> String.valueOf(s.code())).orElse(""));
        }
        if (message instanceof MsrpResponse response) {
            return response.status() + " " + response.comment().orElse("");
        }
        return message instanceof XmlElement stanza ? label(stanza, incoming) : message.toString();
    }

    private static String label(XmlElement stanza, boolean incoming) {
        var namespace = stanza.namespace();
        if (stanza.attribute("type").filter("error"::equals).isPresent()) {
            return stanza.child(namespace, "error").flatMap(e -> e.children().stream().findFirst()).map(XmlElement::name).orElse("error");
        }
        if (stanza.name().equals("iq")) {
            return incoming && isPing(stanza) || stanza.attribute("type").filter("result"::equals).isPresent() ? "pong" : "ping";
        }
        if (stanza.name().equals("presence")) {
            return stanza.attribute("type").orElseGet(() -> "presence " + stanza.child(namespace, "show").map(XmlElement::text).orElse("available"));
        }
        return stanza.name() + quoted(stanza.child(namespace, "body").map(XmlElement::text).orElseGet(() -> Said.without(
                stanza.children().stream().map(c -> new Said.Name(c.namespace(), c.name())))));
    }

    /** What a NOTIFY says of the presence, or else of the subscription. */
    private static String told(SipRequest notify) {
        var state = notify.header("Subscription-State").orElse("").replaceFirst(";.*", "");
        if (notify.body().length() == 0 || state.equals("terminated")) {
            return state;
        }
        try {
            var pidf = PidfCodec.read(notify.body());
            var tuple = pidf.tuples().get(0);
            return Stream.of(pidf.person().stream().flatMap(p -> p.activities().stream()), tuple.show().stream(),
                    tuple.basic().stream().map(Object::toString)).flatMap(s -> s).findFirst().orElse(state);
        } catch (PidfException | IndexOutOfBoundsException e) {
            return state;
        }
    }

    static String quoted(String text) {
        return text.isBlank() ? "" : " " + text;
    }
}
