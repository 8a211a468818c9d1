package org.stox.gateway.demo;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.protocol.Tap.Side;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.msrp.ByteRange;
import org.stox.protocol.msrp.MsrpHeader;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.MsrpStatus;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.StanzaText;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LadderTest {

    private final StringWriter text = new StringWriter();
    private final Ladder ladder = new Ladder(new PrintWriter(text));

    private List<String> lines() {
        return text.toString().lines().toList();
    }

    private String last() {
        return lines().get(lines().size() - 1);
    }

    @Test
    void eachArrowIsOneLineBetweenItsLifelines() {
        ladder.begin("romeo", "SIP phone");
        ladder.arrow(Ladder.PHONE, Ladder.GATEWAY, "MESSAGE Hi");
        assertEquals("      |-----MESSAGE Hi------>|                      |                      |", last());
        ladder.arrow(Ladder.CLIENT, Ladder.SERVER, "message Hi");
        assertEquals("      |                      |                      |<-----message Hi------|", last());
    }

    @Test
    void noLineIsWiderThanATerminal() {
        ladder.begin("romeo", "SIP phone");
        ladder.step("1. a step");
        for (var label : List.of("A very long label that does not fit", "message \uD83C\uDF39\uD83C\uDF39\uD83C\uDF39\uD83C\uDF39\uD83C\uDF39\uD83C\uDF39\uD83C\uDF39", "漢字漢字漢字漢字漢字漢字", "")) {
            ladder.arrow(Ladder.SERVER, Ladder.CLIENT, label);
            assertEquals(76, TextWidth.of(last()));
        }
        assertTrue(lines().stream().allMatch(l -> TextWidth.of(l) <= 81));
    }

    @Test
    void nothingIsDrawnBeforeTheBeginningAndAfterTheEnd() {
        ladder.arrow(Ladder.PHONE, Ladder.GATEWAY, "a");
        ladder.begin("romeo", "SIP phone");
        ladder.end();
        var drawn = lines().size();
        ladder.arrow(Ladder.PHONE, Ladder.GATEWAY, "a");
        assertEquals(drawn, lines().size());
    }

    @Test
    void theTapNamesWhatTheGatewayReadsAndWrites() throws Exception {
        var tap = new LadderTap(ladder);
        ladder.begin("romeo", "SIP phone");
        tap.message(Side.SIP, true, new SipRequest("MESSAGE", SipUri.of("a", "b.example"), List.of(), Octets.utf8("Hi\nthere")));
        assertTrue(last().contains("-MESSAGE Hi there-"), last());
        tap.message(Side.XMPP, false, StanzaText.readElement("<message from='a@b' to='c@d'><body>Hi</body></message>"));
        assertTrue(last().contains("-message Hi-"), last());
        tap.message(Side.XMPP, false, StanzaText.readElement("<iq type='get' id='1' from='b' to='b'><ping xmlns='urn:xmpp:ping'/></iq>"));
        assertTrue(last().contains("-ping-"), last());
        tap.message(Side.XMPP, true, StanzaText.readElement("<iq type='get' id='1' from='b' to='b'><ping xmlns='urn:xmpp:ping'/></iq>"));
        assertTrue(last().contains("-pong-"), last());
        tap.message(Side.XMPP, true, StanzaText.readElement("<message type='error' from='a@b' to='c@d'><error type='cancel'>"
                + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"));
        assertTrue(last().contains("-item-not-found-"), last());
        for (var label : Map.of("", "presence available", "<show>away</show>", "presence away").entrySet()) {
            tap.message(Side.XMPP, true, StanzaText.readElement("<presence from='a@b' to='c@d'>" + label.getKey() + "</presence>"));
            assertTrue(last().contains("-" + label.getValue() + "-"), last());
        }
        tap.message(Side.XMPP, true, StanzaText.readElement("<presence from='a@b' to='c@d' type='subscribed'/>"));
        assertTrue(last().contains("-subscribed-"), last());
        tap.message(Side.SIP, false, new SipResponse(404, "Not Found", List.of(), Octets.NONE));
        assertTrue(last().contains("<----404 Not Found----|"), last());
        tap.awaitQuiet();
    }

    @ParameterizedTest
    @CsvSource({"active, open, , NOTIFY open", "active, open, <away/>, NOTIFY away", "active, closed, , NOTIFY closed", "pending, , , NOTIFY pending",
        "terminated;reason=timeout, closed, , NOTIFY terminated", "active, sideways, , NOTIFY active"})
    void aNotifyIsNamedAfterWhatItTells(String state, String basic, String activity, String label) {
        var body = basic == null ? "" : "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:a@b'><tuple id='a'><status><basic>" + basic
                + "</basic></status></tuple><person xmlns='urn:ietf:params:xml:ns:pidf:data-model'><activities "
                + "xmlns='urn:ietf:params:xml:ns:pidf:rpid'>" + (activity == null ? "" : activity) + "</activities></person></presence>";
        ladder.begin("romeo", "SIP phone");
        new LadderTap(ladder).message(Side.SIP, true, new SipRequest("NOTIFY", SipUri.of("a", "b.example"),
                List.of(new SipHeader("Subscription-State", state)), Octets.utf8(body)));
        assertTrue(last().contains("-" + label + "-"), last());
    }

    /** One arrow a message, between the gateway and the SIP user: whole ones with what they say, chunks by their responses. */
    @Test
    void theTapDrawsMsrpToo() {
        var tap = new LadderTap(ladder);
        ladder.begin("romeo", "SIP phone");
        var route = new MsrpRequest.Route(MsrpPath.read("msrp://b.example:1/b;tcp"), MsrpPath.read("msrp://a.example:1/a;tcp"));
        tap.message(Side.MSRP, false, Outgoing.of(route, "text/plain", Octets.utf8("Hi"), Reporting.NONE, () -> "m1m1"));
        assertTrue(last().contains("<-------SEND Hi-------|"), last());
        tap.message(Side.MSRP, false, Outgoing.empty(route, () -> "m2m2"));
        assertTrue(last().contains("-SEND-"), last());
        var typing = MsrpRequest.send("t1t1", route, "m3m3", ByteRange.of(1, 2, 2), Reporting.DEFAULT,
                List.of(new MsrpHeader("Content-Type", "application/im-iscomposing+xml")));
        tap.message(Side.MSRP, true, new WholeMessage(typing, IsComposingCodec.write(IsComposing.ACTIVE)));
        assertTrue(last().contains("|-----SEND active----->"), last());
        tap.message(Side.MSRP, true, MsrpRequest.report("r1r1", route, "m1m1", ByteRange.of(1, 2, 2), MsrpStatus.of(200)));
        assertTrue(last().contains("-REPORT 200-"), last());
        tap.message(Side.MSRP, false, MsrpResponse.to(typing, MsrpUri.read("msrp://b.example:1/b;tcp"), 200).orElseThrow());
        assertTrue(last().contains("-200 OK-"), last());
    }

    @ParameterizedTest
    @CsvSource({"<composing xmlns='http://jabber.org/protocol/chatstates'/>, message composing",
        "<received xmlns='urn:xmpp:receipts' id='1'/>, message received", "<gone xmlns='http://jabber.org/protocol/chatstates'/>, message gone",
        "<body>Hi</body><active xmlns='http://jabber.org/protocol/chatstates'/>, message Hi", "<x xmlns='urn:x'/>, message"})
    void aStanzaWithoutABodyIsNamedAfterWhatItIsAbout(String children, String label) throws Exception {
        ladder.begin("romeo", "SIP phone");
        new LadderTap(ladder).message(Side.XMPP, true, StanzaText.readElement("<message from='a@b' to='c@d'>" + children + "</message>"));
        assertTrue(last().contains("-" + label + "-"), last());
    }

    /** What is no arrow has no lifeline: the first one can be another phone from some step on. */
    @Test
    void anotherPhoneTakesTheFirstLifeline() {
        ladder.begin("romeo", "SIP phone");
        ladder.phone("nurse", "SIP phone");
        assertTrue(lines().get(lines().size() - 2).startsWith("    nurse "), lines().toString());
    }

    @Test
    void aSubscribeThatEndsSaysSo() {
        ladder.begin("romeo", "SIP phone");
        var tap = new LadderTap(ladder);
        tap.message(Side.SIP, true, new SipRequest("SUBSCRIBE", SipUri.of("a", "b.example"), List.of(new SipHeader("Expires", "0")), Octets.NONE));
        assertTrue(last().contains("-SUBSCRIBE (the end)-"), last());
        tap.message(Side.SIP, true, new SipRequest("SUBSCRIBE", SipUri.of("a", "b.example"), List.of(), Octets.NONE));
        assertTrue(last().contains("-SUBSCRIBE-"), last());
    }
}
