package org.stox.address;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri.Parameter;
import org.stox.address.SipUri.Scheme;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AddressMappingTest {

    private static final String ASCII_MARKS = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    @Test
    @Proves({"RFC7247-6.4-01", "RFC7247-6.4-03", "RFC7247-6.4-04", "RFC7247-6.4-05", "RFC7247-6.4-07", "RFC7247-6.4-08",
        "RFC7247-6.4-09", "RFC7247-6.4-10", "RFC7247-6.4-11", "RFC7247-6.5-03", "RFC7247-6.5-08", "RFC7247-6.5-12", "RFC7247-6.5-13",
        "RFC7247-6.5-14", "RFC7247-6.3-01", "RFC7247-6.2-08"})
    void theExamplesOfTheRfcHoldBothWays() {
        var rows = Vectors.table("rfc7247/addresses.tsv");
        assertEquals(6, rows.size());
        for (var row : rows) {
            assertEquals(row.get(3), jid(row.get(2)), row.get(0));
            assertEquals(row.get(2), sip(row.get(3)), row.get(0));
        }
    }

    @Test
    @Proves({"RFC7247-6.2-01", "RFC7247-6.2-02", "RFC7247-6.2-10", "RFC7247-6.5-07", "RFC7247-6.5-04"})
    void eachCharacterOfASipUserIsLiteralOrEscapedByTable1() {
        for (char c : ASCII_MARKS.substring(1).toCharArray()) {
            var local = JidEscaping.escape("a" + c + "b");
            var expected = "!$&'()*+,-./;=?_~".indexOf(c) >= 0 ? "" + c : String.format("%%%02X", (int) c);
            assertEquals("sip:a" + expected + "b@x.example", sip(local + "@x.example"));
            assertEquals(local + "@x.example", jid("sip:a" + expected + "b@x.example"));
            assertEquals(LocalpartTable.SIP.disallowed().indexOf(c) >= 0, expected.length() > 1);
        }
        assertEquals("sip:user%40host@x.example", sip("user\\40host@x.example"));
        assertEquals("sip:50%25@x.example", sip("50%@x.example"));
    }

    @Test
    @Proves({"RFC7247-6.2-03", "RFC7247-6.2-04", "RFC7247-6.2-10", "RFC7247-6.5-06", "RFC7247-6.5-09", "RFC7247-6.5-11"})
    void imAndPresHaveTheirOwnRowAndNoResource() {
        for (char c : ASCII_MARKS.substring(1).toCharArray()) {
            var jid = Jid.of(JidEscaping.escape("a" + c + "b"), "x.example").withResource("r");
            boolean literal = "!$&'*+-/=?_~".indexOf(c) >= 0;       // the row allows # % ^ ` { | } too, a URI does not
            var expected = "a" + (literal ? "" + c : String.format("%%%02X", (int) c)) + "b@x.example";
            assertEquals("im:" + expected, AddressMapping.toUri(jid, Scheme.IM).toString());
            assertEquals("pres:" + expected, AddressMapping.toUri(jid, Scheme.PRES).toString());
            assertEquals(jid.bare(), AddressMapping.toXmpp((SipUri) SipUriCodec.read("im:" + expected)));
            assertEquals(LocalpartTable.IM.disallowed().indexOf(c) >= 0, LocalpartTable.IM.allowed().indexOf(c) < 0);
        }
        assertEquals("sips:a@x.example;gr=r", AddressMapping.toUri(Jid.parse("a@x.example/r"), Scheme.SIPS).toString());
        assertEquals("sip:a@x.example;gr=r", AddressMapping.toSip(Jid.parse("a@x.example/r")).toString());
    }

    @Test
    @Proves({"RFC7247-6.2-05", "RFC7247-6.2-06", "RFC7247-6.2-11", "RFC7247-6.2-07", "RFC7247-6.2-09"})
    void eachCharacterOfALocalpartIsLiteralOrEscapedByTable1() {
        for (char c : ASCII_MARKS.substring(1).toCharArray()) {
            boolean literal = "!#$%()*+,-.;=?[\\]^_`{|}~".indexOf(c) >= 0;
            assertEquals("a" + (literal ? "" + c : String.format("\\%02x", (int) c)) + "b@x.example",
                    jid("sip:a" + String.format("%%%02X", (int) c) + "b@x.example"));
            assertEquals(literal, LocalpartTable.XMPP.allowed().indexOf(c) >= 0);
            assertEquals(!literal, LocalpartTable.XMPP.disallowed().indexOf(c) >= 0);
        }
        assertEquals("a\\20b@x.example", jid("sip:a%20b@x.example"));
        assertEquals("aüb@x.example", jid("sip:a%C3%BCb@x.example"));
    }

    @Test
    @Proves("RFC7247-6.2-12")
    void aBackslashIsEscapedOnlyBeforeWhatLooksLikeAnEscape() {
        assertEquals("foo\\5c27bar@x.example", jid("sip:foo%5C27bar@x.example"));
        assertEquals("foo\\5c2fbar@x.example", jid("sip:foo%5C2Fbar@x.example"));
        assertEquals("c\\net@x.example", jid("sip:c%5Cnet@x.example"));
        assertEquals("c\\3a\\5c5commas@x.example", jid("sip:c%3a%5c5commas@x.example"));
        assertEquals("sip:foo%5C27bar@x.example", sip("foo\\5c27bar@x.example"));
        assertEquals("sip:c%5Cnet@x.example", sip("c\\net@x.example"));
        assertThrows(AddressException.class, () -> sip("a\\5cb@x.example"));         // would be what a\b is
    }

    @Test
    @Proves("RFC7247-6.2-13")
    void aSpaceAtAnEndHasNoForm() {
        for (var user : new String[] {"%20a", "a%20", "%20"}) {
            assertThrows(AddressException.class, () -> jid("sip:" + user + "@x.example"));
        }
        assertThrows(AddressException.class, () -> sip("\\20a@x.example"));
        assertThrows(AddressException.class, () -> sip("a\\20@x.example"));
    }

    @Test
    @Proves({"RFC7247-6.1-03"})
    void aDomainIsCarriedOverInTheFormOfEachSide() {
        assertEquals("a@bücher.example", jid("sip:a@xn--bcher-kva.example"));
        assertEquals("sip:a@xn--bcher-kva.example", sip("a@bücher.example"));
        assertEquals("a@[2001:db8::1]", jid("sip:a@[2001:DB8:0::1]"));
        assertEquals("sip:a@[2001:db8::1]", sip("a@[2001:db8::1]"));
        assertEquals("a@x.example", jid("sip:a@X.example."));
        assertEquals("sip:x.example", sip("x.example"));
        assertEquals("x.example", jid("sip:x.example"));
    }

    @Test
    @Proves({"RFC7247-6.3-02", "RFC7247-6.3-03", "RFC7247-6.4-08", "RFC7247-6.5-10"})
    void theResourceIsTheGruuInItsOwnAlphabet() {
        assertEquals("sip:a@x.example;gr=%F0%9F%98%80%20%40%3B%3F%3D%25%2C%22%3C[]/:&+$", sip("a@x.example/😀 @;?=%,\"<[]/:&+$"));
        assertEquals("a@x.example/😀 @;?=%,\"<[]/:&+$", jid("sip:a@x.example;gr=%F0%9F%98%80%20%40%3B%3f%3d%25%2c%22%3c[]/:&+$"));
        assertEquals("a@x.example/urn:uuid:f81d4fae", jid("sip:a@x.example;gr=urn:uuid:f81d4fae;ob"));
        assertEquals("a@x.example", jid("sip:tok;gr@x.example;gr".replace("tok;gr", "a")));
        assertEquals("a@x.example", AddressMapping.toXmpp(new SipUri(Scheme.SIP, Optional.of("a"), "x.example", OptionalInt.empty(),
                List.of(Parameter.of("gr", "")), Optional.empty())).toString());
        assertThrows(AddressException.class, () -> jid("sip:a@x.example;gr=%00"));
        assertThrows(AddressException.class, () -> jid("sip:a@x.example;gr=%FF"));
    }

    @Test
    @Proves({"RFC7247-6.4-02", "RFC7247-6.1-02"})
    void onlyUserHostAndGruuAreMapped() {
        assertEquals("a@x.example/g", jid("sip:a@x.example:5070;transport=tcp;gr=g;user=phone?Subject=x"));
        assertEquals("a\\40b@x.example", jid("sip:a%40b@x.example"));
        assertEquals("+49301234;ext=5@x.example", jid("sip:+49301234;ext=5@x.example;user=phone"));
        assertThrows(AddressException.class, () -> jid("sip:a:secret@x.example"));
    }

    @Test
    @Proves({"RFC7247-6.4-04"})
    void whatIsNotUtf8IsRefused() {
        for (var user : new String[] {"%FF", "%C3", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "a%C3%28"}) {
            assertThrows(AddressException.class, () -> jid("sip:" + user + "@x.example"), user);
        }
    }

    @Test
    @Proves({"RFC7247-6.4-06", "RFC7247-6.5-02", "RFC7247-8-10"})
    void localpartsAreEnforcedByPrecis() {
        assertEquals("romeo@x.example", jid("sip:Romeo@x.example"));
        assertEquals("büro@x.example", jid("sip:B%C3%9Cro@x.example"));
        assertEquals("sip:a/b@x.example", sip("A\\2Fb@x.example"));              // folded first, then unescaped
        for (var user : new String[] {"%00", "a%0Ab", "%E2%80%AEa", "%EF%BC%A0", "%EF%BC%BC2f", "%F0%9F%98%80", "a".repeat(1024)}) {
            assertThrows(AddressException.class, () -> jid("sip:" + user + "@x.example"), user);
        }
        assertTrue(jid("sip:" + "a".repeat(1023) + "@x.example").startsWith("aaa"));
    }

    @Test
    void escapesAreDecodedOnce() {
        assertEquals("a%40b@x.example", jid("sip:a%2540b@x.example"));
        assertEquals("sip:a%2540b@x.example", sip("a%40b@x.example"));
        assertEquals("a\\5c5c20@x.example", jid("sip:a%5C5c20@x.example"));
        for (var user : new String[] {"a%", "a%4", "a%zz"}) {
            assertThrows(AddressException.class, () -> AddressMapping.toXmpp(SipUri.of(user, "x.example")), user);
        }
        assertThrows(AddressException.class, () -> AddressMapping.toXmpp(SipUri.of("ü", "x.example")));
        assertThrows(AddressException.class, () -> AddressMapping.toXmpp(SipUri.of("a b", "x.example")));
    }

    private static String jid(String uri) {
        return AddressMapping.toXmpp((SipUri) SipUriCodec.read(uri)).toString();
    }

    private static String sip(String jid) {
        return SipUriCodec.write(AddressMapping.toSip(Jid.parse(jid)));
    }
}
