package org.stox.protocol.pidf;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.Octets;
import org.stox.protocol.pidf.Pidf.Basic;
import org.stox.protocol.pidf.Pidf.Contact;
import org.stox.protocol.pidf.Pidf.Note;
import org.stox.protocol.pidf.Pidf.Person;
import org.stox.protocol.pidf.Pidf.Tuple;
import org.stox.protocol.xml.XmlElement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PidfCodecTest {

    private static Pidf read(String text) {
        return PidfCodec.read(Octets.utf8(text));
    }

    private static Pidf presence(String attributes, String content) {
        return read("<?xml version='1.0' encoding='UTF-8'?>\n<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:a@b'" + attributes + ">"
                + content + "</presence>");
    }

    /** Asterisk's chan_sip. */
    @Test
    void aDocumentMayBeInLatin1IfItSaysSo() {
        var text = """
                <?xml version="1.0" encoding="ISO-8859-1"?>
                <presence xmlns="urn:ietf:params:xml:ns:pidf"
                xmlns:pp="urn:ietf:params:xml:ns:pidf:person"
                xmlns:es="urn:ietf:params:xml:ns:pidf:rpid:status:rpid-status"
                xmlns:ep="urn:ietf:params:xml:ns:pidf:rpid:rpid-person"
                entity="sip:100@example.net">
                <pp:person><status>
                <ep:activities><ep:busy/></ep:activities>
                </status></pp:person>
                <note>Besch\u00e4ftigt</note>
                <tuple id="100">
                <contact priority="1">sip:100@example.net</contact>
                <status><basic>open</basic></status>
                </tuple>
                </presence>
                """;
        var octets = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        var pidf = PidfCodec.read(Octets.of(octets, 0, octets.length));
        assertEquals(List.of(new Note(Optional.empty(), "Besch\u00e4ftigt")), pidf.notes());
        assertEquals(List.of("busy"), pidf.person().orElseThrow().activities());
        assertEquals(Optional.of(Basic.OPEN), pidf.tuples().get(0).basic());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var tuple = new Tuple("ID-1", Optional.of(Basic.OPEN), Optional.of("away"), List.of(),
                Optional.of(new Contact("sip:juliet@example.com", Optional.of(7))),
                List.of(new Note(Optional.of("en"), "a < b & \"c\""), new Note(Optional.empty(), "Grüße 💐")), Optional.of("2026-11-24T18:00:00Z"),
                List.of(XmlElement.text("urn:x", "place", "home")));
        var pidf = new Pidf("pres:juliet@example.com", List.of(tuple, Tuple.of("ID-2", Basic.CLOSED)), List.of(new Note(Optional.empty(), "all")),
                Optional.of(new Person(List.of("away"), List.of(new Note(Optional.of("de"), "weg")))), List.of(XmlElement.of("urn:y", "z")));
        assertEquals(pidf, PidfCodec.read(PidfCodec.write(pidf)));
    }

    @Test
    void phonesThatLookForTextFindIt() {
        var text = PidfCodec.write(new Pidf("pres:a@b", List.of(Tuple.of("ID-1", Basic.OPEN)), List.of(),
                Optional.of(new Person(List.of("on-the-phone"), List.of())), List.of())).text();
        assertTrue(text.contains("<basic>open</basic>"), text);
        assertTrue(text.contains("<rpid:on-the-phone/>"), text);
        assertTrue(text.contains("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\""), text);
    }

    @Test
    void prefixesAndCommentsDoNotMatter() {
        var pidf = read("\uFEFF<?xml version=\"1.0\"?><!-- a > b --><?x y?>\n<impp:presence xmlns:impp='urn:ietf:params:xml:ns:pidf' entity='pres:a@b'>"
                + "<impp:tuple id='sg89ae'><impp:status><!-- - --><impp:basic> OPEN </impp:basic></impp:status>"
                + "<impp:contact priority='0.8'>tel:+09012345678</impp:contact><impp:note><![CDATA[<!-- x -->]]></impp:note></impp:tuple></impp:presence>\n");
        assertEquals(Optional.of(Basic.OPEN), pidf.tuples().get(0).basic());
        assertEquals(Optional.of(new Contact("tel:+09012345678", Optional.of(800))), pidf.tuples().get(0).contact());
        assertEquals("<!-- x -->", pidf.tuples().get(0).notes().get(0).text());
    }

    @Test
    void eyeBeamPutsThePersonFirst() {
        var pidf = presence(" xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' xmlns:rpid='urn:ietf:params:xml:ns:pidf:rpid'",
                "<note>On the phone</note><tuple id='100'><status><basic>open</basic></status><contact priority='1'>sip:100@b</contact></tuple>"
                + "<dm:person><rpid:activities><rpid:on-the-phone/></rpid:activities></dm:person>");
        assertEquals(List.of("on-the-phone"), pidf.person().orElseThrow().activities());
        assertEquals("On the phone", pidf.notes().get(0).text());
        assertEquals(Optional.of(1000), pidf.tuples().get(0).contact().orElseThrow().priority());
    }

    @Test
    void anOlderAsteriskHasOtherNamespaces() {
        var pidf = presence(" xmlns:pp='urn:ietf:params:xml:ns:pidf:person' xmlns:ep='urn:ietf:params:xml:ns:pidf:rpid:rpid-person'",
                "<pp:person><status><ep:activities><ep:away/></ep:activities></status></pp:person>"
                + "<tuple id='1'><status><basic>open</basic></status></tuple>");
        assertEquals(List.of("away"), pidf.person().orElseThrow().activities());
    }

    @Test
    void digiumTellsOfThePersonInATupleOfItsOwn() {
        var pidf = presence("", "<tuple id='100'><status><basic>open</basic></status></tuple>"
                + "<tuple id='digium-presence'><status><digium_presence type='dnd' subtype='x'>in a meeting</digium_presence></status></tuple>");
        assertEquals(1, pidf.tuples().size());
        assertEquals(new Person(List.of("busy"), List.of(new Note(Optional.empty(), "in a meeting"))), pidf.person().orElseThrow());
    }

    @Test
    void microsoftPutsActivitiesAsTextIntoTheStatus() {
        var pidf = presence(" xmlns:ep='urn:ietf:params:xml:ns:pidf:status:rpid-status' xmlns:ci='urn:ietf:params:xml:ns:pidf:cipid'",
                "<tuple id='0'><status><basic>open</basic><ep:activities><ep:activity>busy</ep:activity></ep:activities></status></tuple>"
                + "<ci:display-name>A</ci:display-name>");
        assertEquals(List.of("busy"), pidf.tuples().get(0).activities());
        assertEquals("display-name", pidf.extensions().get(0).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.001", "-1", "", ".", "high", "1e-1", "99999999999999"})
    void aPriorityOutOfRangeIsNone(String priority) {
        var pidf = presence("", "<tuple id='1'><status><basic>open</basic></status><contact priority='" + priority + "'>x:y</contact></tuple>");
        assertEquals(Optional.empty(), pidf.tuples().get(0).contact().orElseThrow().priority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<presence/>", "<presence xmlns='urn:ietf:params:xml:ns:pidf'>", "<tuple xmlns='urn:ietf:params:xml:ns:pidf'/>",
        "<!DOCTYPE presence [<!ENTITY a 'b'>]><presence xmlns='urn:ietf:params:xml:ns:pidf'>&a;</presence>",
        "<presence xmlns='urn:ietf:params:xml:ns:pidf'/><presence xmlns='urn:ietf:params:xml:ns:pidf'/>",
        "<presence xmlns='urn:ietf:params:xml:ns:pidf'><!-- </presence>", "<presence xmlns='urn:ietf:params:xml:ns:pidf'><!--></presence>",
        "<presence xmlns='urn:ietf:params:xml:ns:pidf'><?x </presence>", "<presence xmlns='urn:ietf:params:xml:ns:pidf'><x:y/></presence>"})
    void whatIsNoPresenceDocumentIsRefused(String text) {
        assertThrows(PidfException.class, () -> read(text));
    }

    @Test
    void aDocumentIsAsDeepAsAStanzaAtMost() {
        assertEquals(1, presence("", "<a>".repeat(63) + "</a>".repeat(63)).extensions().size());
        assertThrows(PidfException.class, () -> presence("", "<a>".repeat(64) + "</a>".repeat(64)));
    }
}
