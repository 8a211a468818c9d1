package org.stox.service.presence;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.address.Jid;
import org.stox.protocol.Octets;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.Pidf.Basic;
import org.stox.protocol.pidf.Pidf.Tuple;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.PresenceStanza.Show;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 8048 §6.2, Table 1, and §6.3, Table 2, row by row. */
class PresenceMappingTest {

    private static final Jid JULIET = Jid.parse("juliet@example.com");
    private static final Jid ROMEO = Jid.parse("romeo@example.net");
    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00.5Z");

    private static Availability of(String attributes, String content) {
        return Availability.of((PresenceStanza) StanzaText.read("<presence from='juliet@example.com/balcony' to='romeo@example.net' " + attributes + ">"
                + content + "</presence>"), NOW);
    }

    private static Pidf document(Availability... known) {
        var pidf = PresenceMapping.document(JULIET, ROMEO, List.of(known), PresenceMapping.language(List.of(known)), Stage.POLICY);
        assertEquals(pidf, PidfCodec.read(PidfCodec.write(pidf)));
        return pidf;
    }

    private static Tuple tuple(String attributes, String content) {
        return document(of(attributes, content)).tuples().get(0);
    }

    private static List<String> stanzas(String language, String pidf) {
        return PresenceMapping.availabilities(PidfCodec.read(Octets.utf8(pidf)), Optional.of(language).filter(l -> !l.isEmpty()), ROMEO, JULIET).stream()
                .map(a -> StanzaText.client(PresenceMapping.stanza(ROMEO, JULIET, a).xml()).replace(" xmlns='jabber:client'", "")).toList();
    }

    private static List<String> stanzas(String tuples) {
        return stanzas("", presence(tuples));
    }

    private static String presence(String content) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' "
                + "xmlns:rpid='urn:ietf:params:xml:ns:pidf:rpid' entity='pres:romeo@example.net'>" + content + "</presence>";
    }

    private static String open(String inStatus, String after) {
        return "<tuple id='ID-a'><status><basic>open</basic>" + inStatus + "</status>" + after + "</tuple>";
    }

    @Test
    @Proves({"RFC8048-6.2-04", "RFC8048-6.2-05", "RFC8048-6.2-07", "RFC8048-6.2-08", "RFC8048-6.2-09", "RFC8048-5.1-03", "RFC8048-A-01"})
    void tableOneHasTheRowsOfTheRfc() {
        assertEquals(List.of("presence", "resource", "from", "id", "to", "type", "xml:lang", "priority", "show", "status"),
                PresenceToSip.TABLE_1.stream().map(PresenceToSip.Row::xmpp).toList());
        var row = new PresenceToSip(of("id='x1'", ""), Stage.POLICY.sipUri(JULIET), Stage.POLICY.sipUri(ROMEO));
        assertEquals(List.of("presence", "ID-balcony", "<sip:juliet@example.com>", "", "<sip:romeo@example.net>", "open", "", "", "", ""),
                PresenceToSip.TABLE_1.stream().map(r -> row.value(r).orElse("")).toList());
        assertEquals("pres:juliet@example.com", document(of("", "")).entity());
    }

    @Test
    @Proves({"RFC8048-6.2-06", "RFC8048-6.2-10", "RFC8048-6.2-13", "RFC8048-6.2-19", "RFC8048-6.2-25", "RFC8048-6.2-03"})
    void exampleNineteenIsMadeOfItsStanza() {
        var printed = Vectors.text("rfc8048-ex19.sip");
        var expected = PidfCodec.read(Octets.utf8(printed.substring(printed.indexOf("<?xml"))));
        var made = document(Availability.of(PresenceStanza.of(JULIET.withResource("yn0cl4bnw0yr3vym"), ROMEO, Optional.empty(),
                PresenceStanza.element("show", Optional.empty(), "away")), NOW));
        assertEquals(expected.entity(), made.entity());
        assertEquals(expected.tuples().get(0).id(), made.tuples().get(0).id());
        assertEquals(expected.tuples().get(0).basic(), made.tuples().get(0).basic());
        assertEquals(expected.tuples().get(0).show(), made.tuples().get(0).show());
        assertTrue(PidfCodec.write(made).text().contains("<show xmlns=\"jabber:client\">away</show>"));
    }

    @Test
    @Proves({"RFC8048-6.2-11", "RFC8048-6.2-14"})
    void eachStatusIsANoteInItsLanguage() {
        var tuple = tuple("xml:lang='en'", "<status>at the ball</status><status xml:lang='it'>al ballo</status>");
        assertEquals(List.of(new Pidf.Note(Optional.empty(), "at the ball"), new Pidf.Note(Optional.of("it"), "al ballo")), tuple.notes());
        var other = document(of("xml:lang='en'", "<status>hello</status>"), of("xml:lang='de'", "<status>hallo</status>"));
        assertEquals(Optional.of("en"), other.tuples().get(0).notes().get(0).lang());       // Content-Language is de
        assertEquals(List.of(), tuple("", "<status/><status xml:lang='it'></status>").notes());
    }

    @Test
    @Proves({"RFC8048-6.2-12", "RFC8048-6.2-22", "RFC8048-6.2-23", "RFC8048-6.2-24", "RFC8048-6.3-14"})
    void prioritiesAreDistinctAndComeBack() {
        var seen = new HashSet<Integer>();
        IntStream.rangeClosed(0, 127).forEach(p -> {
            int there = tuple("", "<priority>" + p + "</priority>").contact().orElseThrow().priority().orElseThrow();
            assertTrue(seen.add(there));
            assertEquals(p, PriorityScale.toXmpp(there));
        });
        assertEquals(List.of(0, 7, 15, 992, 1000), List.of(PriorityScale.toPidf(0), PriorityScale.toPidf(1), PriorityScale.toPidf(2),
                PriorityScale.toPidf(126), PriorityScale.toPidf(127)).stream().map(Optional::orElseThrow).toList());
        assertEquals(Optional.empty(), tuple("", "<priority>-1</priority>").contact().orElseThrow().priority());
        assertEquals(Optional.empty(), tuple("", "<priority>-128</priority>").contact().orElseThrow().priority());
        assertEquals(Optional.empty(), tuple("", "<priority>128</priority>").contact().orElseThrow().priority());
        assertEquals(Optional.empty(), tuple("", "").contact().orElseThrow().priority());
        IntStream.rangeClosed(0, 1000).forEach(p -> assertTrue(PriorityScale.toXmpp(p) >= 0 && PriorityScale.toXmpp(p) <= 127));
    }

    @Test
    @Proves({"RFC8048-6.2-15", "RFC8048-1-02"})
    void whatNoRowNamesIsLeftOut() {
        var tuple = tuple("", "<c xmlns='http://jabber.org/protocol/caps' node='n' ver='v'/><x xmlns='vcard-temp:x:update'/>");
        assertEquals(List.of(), tuple.extensions());
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'/>"),
                stanzas(open("<p:mood xmlns:p='urn:x'>grumpy</p:mood>", "") + "<q:x xmlns:q='urn:y'/>"));
    }

    @ParameterizedTest
    @CsvSource({"away,away,away", "xa,away,away", "dnd,busy,dnd", "chat,,chat", ",,"})
    @Proves({"RFC8048-6.2-26", "RFC8048-6.2-27", "RFC8048-6.2-28"})
    void showIsAnActivityOfThePersonToo(String show, String activity, String back) {
        var pidf = document(of("", show == null ? "" : "<show>" + show + "</show>"));
        assertEquals(activity == null ? List.of() : List.of(activity), pidf.person().map(Pidf.Person::activities).orElse(List.of()));
        assertEquals(Optional.ofNullable(show), pidf.tuples().get(0).show());
        assertEquals(Optional.of(Basic.OPEN), pidf.tuples().get(0).basic());
        if (activity != null) {
            assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'><show>" + back + "</show></presence>"),
                    stanzas(open("", "") + "<dm:person id='p'><rpid:activities><rpid:" + activity + "/></rpid:activities></dm:person>"));
        }
    }

    @Test
    void onThePhoneIsAStatus() {
        var stanza = "<presence from='romeo@example.net/a' to='juliet@example.com'><show>dnd</show><status>On the phone</status></presence>";
        assertEquals(List.of(stanza),
                stanzas(open("", "") + "<dm:person id='p'><rpid:activities><rpid:away/><rpid:on-the-phone/></rpid:activities></dm:person>"));
        assertEquals(List.of(stanza.replace("On the phone", "call me")),
                stanzas(open("", "<note>call me</note>") + "<dm:person id='p'><rpid:activities><rpid:on-the-phone/></rpid:activities></dm:person>"));
        assertEquals(List.of("on-the-phone"), document(of("", "<show>dnd</show><status>On the phone</status>")).person().orElseThrow().activities());
    }

    @Test
    void aPersonIsAsAvailableAsTheMostAvailableDevice() {
        var away = of("", "<show>away</show>");
        assertEquals(Optional.empty(), document(away, new Availability(Optional.of("b"), true, Optional.empty(), Optional.empty(), Optional.empty(),
                List.of(), Optional.empty())).person());
        assertEquals(List.of("away"), document(away, new Availability(Optional.of("b"), true, Optional.of(Show.DND), Optional.empty(),
                Optional.empty(), List.of(), Optional.empty())).person().orElseThrow().activities());
        assertEquals(Optional.empty(), document(away.gone()).person());
    }

    @Test
    @Proves({"RFC8048-6.3-04", "RFC8048-6.3-05", "RFC8048-6.3-07", "RFC8048-6.3-09", "RFC8048-6.3-12", "RFC8048-6.3-13"})
    void tableTwoHasTheRowsOfTheRfc() {
        assertEquals(List.of("basic status", "Content-Language", "From", "priority for tuple", "To", "note", "show"),
                PresenceToXmpp.TABLE_2.stream().map(PresenceToXmpp.Row::sip).toList());
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'/>"), stanzas(open("", "")));
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com' type='unavailable'/>"),
                stanzas(open("", "").replace("open", "closed")));
    }

    @Test
    @Proves("RFC8048-6.3-02")
    void exampleTwentyIsExampleTwentyOneButForTheForms() {
        var printed = Vectors.text("rfc8048-ex20.sip");
        assertEquals(List.of("<presence from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com' type='unavailable'/>"),
                stanzas("", printed.substring(printed.indexOf("<?xml"))));
        var twentyOne = (PresenceStanza) StanzaText.read(Vectors.text("rfc8048-ex21.xml"));
        assertEquals(ROMEO, twentyOne.from().bare());
        assertEquals(JULIET, twentyOne.to().bare());
        assertTrue(twentyOne.is("unavailable"));
    }

    @Test
    @Proves({"RFC8048-6.3-06", "RFC8048-6.3-10"})
    void notesKeepTheirLanguages() {
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com' xml:lang='en'><status>hi</status>"
                + "<status xml:lang='fr'>salut</status></presence>"),
                stanzas("en, de", presence(open("", "<note>hi</note><note xml:lang='fr'>salut</note><note xml:lang='fr'>encore</note>")
                        + "<note>of the document</note>")));
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'><status xml:lang='de'>alles</status></presence>"),
                stanzas(open("", "") + "<note xml:lang='de'>alles</note>"));
    }

    @Test
    @Proves({"RFC8048-6.3-08", "RFC8048-6.3-14"})
    void thePriorityOfTheTupleIsThatOfTheResource() {
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'><priority>126</priority></presence>"),
                stanzas(open("", "<contact priority='0.992'>sip:x@y</contact>")));
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'/>"), stanzas(open("", "<contact>sip:x@y</contact>")));
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'/>"),
                stanzas(open("", "<contact priority='-0.5'>sip:x@y</contact>")));
    }

    @Test
    @Proves({"RFC8048-6.3-11", "RFC8048-6.3-15"})
    void onlyLegalShowsAndNoneOfThemOffline() {
        var show = "<show xmlns='jabber:client'>xa</show>";
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'><show>xa</show></presence>"), stanzas(open(show, "")));
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'/>"), stanzas(open(show.replace("xa", "asleep"), "")));
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com' type='unavailable'><status>bye</status></presence>"),
                stanzas(open(show, "<contact priority='1'>sip:x@y</contact><note>bye</note>").replace("open", "closed")));
    }

    @Test
    @Proves("RFC8048-6.3-16")
    void thereIsOneStanzaForEachTuple() {
        assertEquals(List.of("<presence from='romeo@example.net/a' to='juliet@example.com'/>",
                "<presence from='romeo@example.net/sg89ae' to='juliet@example.com'/>", "<presence from='romeo@example.net' to='juliet@example.com'/>"),
                stanzas(open("", "") + open("", "").replace("ID-a", "sg89ae") + open("", "").replace("ID-a", "bare")
                        + "<tuple id='n'><status><x xmlns='urn:x'/></status></tuple>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yn0cl4bnw0yr3vym", "42", "my phone", "a/b", "💐", "_", "__", "_20_", "a_b", "ID-", "ID-x", "é", "a.b-c", ":", "x_1f600_", "bare"})
    @Proves("RFC8048-6.2-17")
    void anyResourcepartIsAnNcNameAndComesBack(String resource) {
        var id = TupleId.of(Optional.of(resource));
        assertTrue(id.matches("[A-Za-z_][A-Za-z0-9_.-]*"), id);
        assertEquals(Optional.of(resource), TupleId.resource(id));
    }

    @ParameterizedTest
    @CsvSource({"sg89ae,sg89ae", "ID-a b,ID-a b", "ID-_zz_,ID-_zz_", "ID-_110000_,ID-_110000_", "ID-_41_,ID-_41_", "ID-a_,ID-a_", "ID-,ID-"})
    void anIdThatIsNotOursStandsForItself(String id, String resource) {
        assertEquals(Optional.of(resource), TupleId.resource(id));
    }

    @Test
    void anIdThatCanBeNoResourcepartIsTheUserHimself() {
        assertEquals(List.of("<presence from='romeo@example.net' to='juliet@example.com'/>"),
                stanzas(open("", "").replace("ID-a", "x".repeat(2000))));
    }

    @Test
    void aStanzaSaysWhatItSaid() {
        var availability = of("xml:lang='en'", "<show>away</show><status>x</status><status xml:lang='de'>y</status><priority>-5</priority>");
        assertEquals(new Availability(Optional.of("balcony"), true, Optional.of(Show.AWAY), Optional.of(-5), Optional.of("en"),
                List.of(new LangText(Optional.empty(), "x"), new LangText(Optional.of("de"), "y")), Optional.of(NOW)), availability);
        assertEquals("2026-11-24T18:00:00Z", document(availability).tuples().get(0).timestamp().orElseThrow());
    }

    @Test
    void aForeignStatusCannotBreakTheDocument() {
        var pidf = document(of("", "<status>&lt;/note>&lt;tuple id='x'>]]&gt;</status>"));
        assertEquals(1, PidfCodec.read(PidfCodec.write(pidf)).tuples().size());
        var stanza = PresenceMapping.stanza(ROMEO, JULIET, of("", "<status>&lt;/status></status>"));
        assertEquals(List.of("</status>"), stanza.statuses().stream().map(LangText::text).toList());
        assertEquals(1, stanza.xml().children().stream().filter(XmlElement.class::isInstance).count());
    }
}
