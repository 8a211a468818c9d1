package org.stox.service.presence;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.address.SipUri;
import org.stox.error.ErrorMapping;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.MappedField;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PresenceExplanationTest {

    private static PresenceStanza stanza(String xml) {
        return (PresenceStanza) StanzaText.read(xml);
    }

    private static SipRequest request(String method, String body, String... headers) {
        var all = new java.util.ArrayList<>(List.of(new SipHeader("From", "\"Romeo M.\" <sip:romeo@example.net>;tag=1"),
                new SipHeader("To", "<sip:juliet@example.com>;tag=2")));
        for (int i = 0; i < headers.length; i += 2) {
            all.add(new SipHeader(headers[i], headers[i + 1]));
        }
        return new SipRequest(method, SipUri.of("juliet", "example.com"), all, Octets.utf8(body));
    }

    private static List<String> lines(List<MappedField> fields, String rule) {
        return fields.stream().filter(f -> f.rule().contains(rule)).map(f -> f.field() + "|" + f.from() + "|" + f.to()).toList();
    }

    @Test
    void aNotificationOfXmppGoesThroughTableOne() {
        var fields = PresenceExplanation.toSip(stanza("<presence from='juliet@example.com/balcony' to='romeo@example.net'><show>dnd</show>"
                + "<status>On the phone</status></presence>"), request("NOTIFY", "", "Subscription-State", "active;expires=9"), Stage.POLICY);
        assertEquals(List.of("show|dnd|show in the namespace jabber:client: dnd"), lines(fields, "RFC8048-6.2-13"));
        assertEquals(List.of("show|dnd|person: rpid:on-the-phone"), lines(fields, "RFC 4480"));
        assertEquals(List.of("type|(none)|basic status: open"), lines(fields, "RFC8048-6.2-10"));
        assertEquals(List.of("-||Subscription-State: active;expires=9"), lines(fields, "RFC8048-6.2-32"));
    }

    @ParameterizedTest
    @CsvSource({"subscribe, 5.2.1-02, Expires: 3600", "unsubscribe, 5.2.3-01, Expires: 3600", "probe, 7.1-01, Expires: 3600",
        "subscribed, 5.3.1-08, Subscription-State: active", "unsubscribed, 5.3.1-09, Subscription-State: active"})
    void eachTypeNamesItsRow(String type, String row, String to) {
        var fields = PresenceExplanation.toSip(stanza("<presence from='juliet@example.com' to='romeo@example.net' type='" + type + "'/>"),
                request("X", "", "Expires", "3600", "Subscription-State", "active"), Stage.POLICY);
        assertEquals(to, fields.stream().filter(f -> f.rule().contains("RFC8048-" + row)).map(MappedField::to).filter(to::equals).findFirst()
                .orElseThrow());
    }

    @Test
    void aTupleGoesThroughTableTwo() {
        var body = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@example.net'><tuple id='ID-a'><status><basic>open</basic>"
                + "</status><contact priority='0.992'>sip:romeo@example.net</contact><note>hi</note></tuple>"
                + "<person xmlns='urn:ietf:params:xml:ns:pidf:data-model'><activities xmlns='urn:ietf:params:xml:ns:pidf:rpid'><away/></activities>"
                + "</person></presence>";
        var fields = PresenceExplanation.toXmpp(request("NOTIFY", body, "Content-Type", "application/pidf+xml", "Subscription-State", "active"),
                List.of(stanza("<presence from='romeo@example.net' to='juliet@example.com' type='subscribed'/>")));
        assertEquals(List.of("Subscription-State|active|type: subscribed"), lines(fields, "RFC8048-5.2.1-11"));
        assertEquals(List.of("tuple id|ID-a|resource: a"), lines(fields, "RFC8048-6.3-16"));
        assertEquals(List.of("basic status|open|(no type)"), lines(fields, "RFC8048-6.3-05"));
        assertEquals(List.of("priority for tuple|0.992|priority: 126"), lines(fields, "RFC8048-6.3-08"));
        assertEquals(List.of("note|hi|status: hi"), lines(fields, "RFC8048-6.3-10"));
        assertEquals(List.of("show|rpid:away|show: away"), lines(fields, "RFC8048-6.3-11"));
    }

    @ParameterizedTest
    @CsvSource({"subscribe, 3600, 5.3.1-04", "probe, 0, 7.2-01", "probe, 3600, 5.3.1-07", "unavailable, 0, 5.3.3-03"})
    void aSubscribeNamesItsRow(String type, String expires, String row) {
        var fields = PresenceExplanation.toXmpp(request("SUBSCRIBE", "", "Expires", expires),
                List.of(stanza("<presence from='romeo@example.net' to='juliet@example.com' type='" + type
                        + "'><nick xmlns='http://jabber.org/protocol/nick'>Romeo M.</nick></presence>")));
        assertEquals(List.of("SUBSCRIBE|Expires: " + expires + "|type: " + type), lines(fields, "RFC8048-" + row));
        assertEquals(List.of("display name|Romeo M.|nick: Romeo M."), lines(fields, "XEP-0172"));
    }

    @ParameterizedTest
    @CsvSource({"403, unsubscribed, 5.2.2-06", "489, unsubscribed, 5.2.2-07", "603, unsubscribed, 5.2.2-08", "200, unsubscribed, 5.2.3-03",
        "481, unavailable, 5.3.3-03"})
    void anAnswerNamesItsRow(int status, String type, String row) {
        var fields = PresenceExplanation.toXmpp(new SipResponse(status, "", List.of(), Octets.NONE),
                stanza("<presence from='romeo@example.net' to='juliet@example.com' type='" + type + "'/>"), ErrorMapping.DEFAULT);
        assertEquals(List.of("status|" + status + "|type: " + type), lines(fields, "RFC8048-" + row));
    }
}
