package org.stox.address;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import rocks.xmpp.precis.PrecisProfiles;

import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JidTest {

    @Test
    @Proves({"RFC7247-6.5-01"})
    void theFirstSlashStartsTheResourceAndTheFirstAtBeforeItEndsTheLocalpart() {
        assertEquals(new Jid(Optional.of("a"), "b.example", Optional.of("c/d@e")), Jid.parse("a@b.example/c/d@e"));
        assertEquals(new Jid(Optional.empty(), "b.example", Optional.of("a@c")), Jid.parse("b.example/a@c"));
        assertEquals(new Jid(Optional.empty(), "b.example", Optional.empty()), Jid.parse("b.example"));
    }

    @Test
    void whatIsWrittenIsWhatWasRead() {
        for (var text : new String[] {"juliet@example.com", "juliet@example.com/balcony", "example.com", "example.com/foo",
                "fußball@example.com/a b",
            "π@example.com", "ς@bücher.example/😀", "a.example.com/b@example.net", "x@[2001:db8::1]/y", "x@192.0.2.1"}) {
            assertEquals(text, Jid.parse(text).toString());
        }
    }

    @Test
    void partsAreEnforced() {
        assertEquals("juliet@example.com/Balcony", Jid.parse("Juliet@EXAMPLE.com./Balcony").toString());
        assertEquals("fü@example.com", Jid.parse("FU\u0308@example.com").toString());
        assertEquals("a@example.com/x y", Jid.parse("a@example.com/x\u00a0y").toString());
        assertTrue(Jid.parse("a@b").isBare());
        assertFalse(Jid.parse("a@b/c").isBare());
        assertEquals(Jid.parse("a@b"), Jid.parse("a@b/c").bare());
    }

    @Test
    void labelsAreOneFormInEachProtocol() {
        assertEquals("bücher.example", Jid.parse("a@XN--Bcher-KVA.Example").domain());
        assertEquals("faß.example", Jid.parse("a@xn--fa-hia.example").domain());
        assertEquals("xn--bcher-kva.example", Domainpart.toHost("bücher.example"));
        assertEquals("xn--fa-hia.example", Domainpart.toHost("faß.example"));
        assertEquals("xn--ihqwcrb4cv8a8dqg056pqjye.example", Domainpart.toHost("他们为什么不说中文.example"));
        assertEquals("他们为什么不说中文.example", Domainpart.read("xn--ihqwcrb4cv8a8dqg056pqjye.example"));
        assertEquals("[2001:db8::1]", Domainpart.read("[2001:DB8:0:0:0:0:0:1]"));
        assertEquals("[::ffff:c000:201]", Domainpart.read("[::ffff:192.0.2.1]"));
        assertEquals("[::]", Domainpart.read("[0::0]"));
        assertEquals("[1:0:0:2::3]", Domainpart.read("[1:0:0:2:0:0:0:3]"));
    }

    @Test
    void malformedAddressesAreRefused() {
        for (var text : new String[] {"", "@", "/", "@b", "a@", "a@/b", "a@b/", "/b", "a b@c", "a\"@b", "a&b@c", "a'@b", "a<b@c", "a:b@c",
            "a\u0000@b", "a@b\r\n", "a@b/c\nd", "a@b/c\u0085", "＠a@b", "＆@b", "a@b..c", "a@.b", "a@-b", "a@b-", "a@b_c", "a@b c", "a@b。c",
                    "a@b．c",
            "a@xn--a", "a@xn--bcher", "a@xn--abc-", "a@xn--0000000000000000000", "a@[::1", "a@[1:2]", "a@[::1::]", "a@[fe80::1%25eth0]",
            "a@[::1.2.3.256]", "\u0600@b", "אa@b", "a@\u0301b", "\ud800@b", "a@b/\ud800", "a@b/\u200d", "a@b@c", "x@xn--xn--a-123-",
            "a@" + "b".repeat(64), "a@" + "é".repeat(60), "a@" + "b.".repeat(130) + "c"}) {
            assertThrows(AddressException.class, () -> Jid.parse(text), text);
        }
    }

    @Test
    void partsHaveAtMost1023Octets() {
        assertEquals(1023, Jid.parse("a".repeat(1023) + "@b").local().orElseThrow().length());
        assertEquals(341, Jid.parse("a@b/" + "€".repeat(341)).resource().orElseThrow().length());
        assertThrows(AddressException.class, () -> Jid.parse("a".repeat(1024) + "@b"));
        assertThrows(AddressException.class, () -> Jid.parse("é".repeat(512) + "@b"));
        assertThrows(AddressException.class, () -> Jid.parse("a@b/" + "€".repeat(341) + "c"));
    }

    /** Each pair of ASCII characters, the fast path beside the library. */
    @Test
    void theShortWayForAsciiGivesWhatTheProfilesGive() {
        for (int a = 0; a < 0x80; a++) {
            for (int b = 0; b < 0x80; b++) {
                var text = "" + (char) a + (char) b;
                assertEquals(result(() -> PrecisProfiles.OPAQUE_STRING.enforce(text)), result(() -> JidCodec.resource(text)));
                if (text.chars().noneMatch(c -> "\"&'/:<>@".indexOf(c) >= 0)) {
                    assertEquals(result(() -> PrecisProfiles.USERNAME_CASE_MAPPED.enforce(text)), result(() -> JidCodec.local(text)));
                }
            }
        }
    }

    private static Optional<String> result(java.util.function.Supplier<String> enforced) {
        try {
            return Optional.of(enforced.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Test
    void resourcepartTakesCharactersNewerThanThisUnicode() {
        var newest = new String(Character.toChars(0x1FAE9));           // a face of Unicode 16
        assertEquals("phone " + newest, Jid.parse("a@b/phone\u00A0" + newest).resource().orElseThrow());
        assertThrows(AddressException.class, () -> Jid.parse("a@b/" + newest + "\u0007"));
        assertThrows(AddressException.class, () -> Jid.parse("a@b/" + newest + "\uFFFE"));
    }
}
