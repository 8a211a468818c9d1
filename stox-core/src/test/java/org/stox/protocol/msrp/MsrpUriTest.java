package org.stox.protocol.msrp;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.service.IdSource;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MsrpUriTest {

    private static final IdSource IDS = IdSource.of(new Random(4975)::nextBytes, 13);

    @Test
    void partsAreRead() {
        var uri = MsrpUri.read("MSRPS://alice@[2001:DB8::1]:9000/ab+=/c;tcp;x=1;y");
        assertTrue(uri.secure());
        assertEquals("[2001:db8::1]", uri.host());
        assertEquals(OptionalInt.of(9000), uri.port());
        assertEquals("ab+=/c", uri.sessionId().orElseThrow());
        assertEquals("tcp", uri.transport());
        assertEquals("MSRPS://alice@[2001:DB8::1]:9000/ab+=/c;tcp;x=1;y", uri.toString());
        assertEquals("extra.example.com", MsrpUri.read("msrps://extra.example.com;tcp").host());
    }

    /** RFC 4975 §6.1. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            msrp://h.example:1/s;tcp,       MSRP://H.Example:1/s;TCP,           true
            msrp://h.example:1/s;tcp,       msrp://bob@h.example:1/s;tcp;x=y,   true
            msrp://h.example:1/s;tcp,       msrp://%68.example:1/s;tcp,         true
            msrp://[2001:db8::1]:1/s;tcp,   msrp://[2001:DB8:0:0::1]:1/s;tcp,   true
            msrp://h.example:1/s;tcp,       msrps://h.example:1/s;tcp,          false
            msrp://h.example:1/s;tcp,       msrp://h.example:2/s;tcp,           false
            msrp://h.example:1/s;tcp,       msrp://h.example/s;tcp,             false
            msrp://h.example:1/s;tcp,       msrp://h.example:1/S;tcp,           false
            msrp://h.example:1/s;tcp,       msrp://h.example:1;tcp,             false
            msrp://h.example:1/s;tcp,       msrp://h.example:1/s;ws,            false
            msrp://h.example:1/s;tcp,       msrp://i.example:1/s;tcp,           false
            """)
    void equalIsWhatNamesTheSameSession(String one, String other, boolean equal) {
        assertEquals(equal, MsrpUri.read(one).equals(MsrpUri.read(other)));
        if (equal) {
            assertEquals(MsrpUri.read(one).hashCode(), MsrpUri.read(other).hashCode());
        }
    }

    @Test
    void behindAMiddleboxTheSessionIdTells() {
        var ours = MsrpUri.read("msrp://10.0.0.1:1/session;tcp");
        assertTrue(ours.sameSession(MsrpUri.read("msrp://192.0.2.1:7/session;tcp")));
        assertFalse(ours.sameSession(MsrpUri.read("msrp://10.0.0.1:1/sessioN;tcp")));
        assertFalse(ours.sameSession(MsrpUri.read("msrps://10.0.0.1:1/session;tcp")));
        assertFalse(MsrpUri.read("msrp://h:1;tcp").sameSession(MsrpUri.read("msrp://h:1;tcp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "msrp", "sip:a@h", "msrp://h:1/s", "msrp://h:1/;tcp", "msrp://:1/s;tcp", "msrp://h:1:2/s;tcp",
            "msrp://h:65536/s;tcp", "msrp://h:/s;tcp", "msrp://h:-1/s;tcp", "msrp://h:1/s s;tcp", "msrp://h:1/s;", "msrp://h:1/s;tcp;",
            "msrp://h:1/s;tcp;=x", "msrp://h:1/s;t(p", "msrp://a:secret@h:1/s;tcp", "msrp://a b@h:1/s;tcp", "msrp://[::1/s;tcp",
            "msrp://h%zz:1/s;tcp", "msrp://h:1/\u00e4;tcp", "msrp://256.1.1.1:1/s;tcp", "msrp://h:1/s;tcp\r\nX: y"})
    void whatTheGrammarDoesNotAllowIsRefused(String text) {
        assertThrows(MsrpSyntaxException.class, () -> MsrpUri.read(text));
    }

    @Test
    @Proves("RFC7573-4-14")
    void ourSessionsHave128RandomBits() {
        var ids = IntStream.range(0, 10_000).mapToObj(i -> MsrpUri.session(true, "stox.example", 2855, IDS::next).sessionId().orElseThrow())
                .collect(Collectors.toSet());
        assertEquals(10_000, ids.size());
        ids.forEach(id -> assertTrue(id.length() * 5 >= 128, id));      // five bits a character
        assertEquals(OptionalInt.of(2855), MsrpUri.session(false, "[::1]", 2855, IDS::next).port());
    }

    @Test
    void aPathHasEightUrisAtMost() {
        var eight = String.join(" ", java.util.Collections.nCopies(8, "msrp://h:1/s;tcp"));
        assertEquals(8, MsrpPath.read(eight).uris().size());
        assertThrows(MsrpSyntaxException.class, () -> MsrpPath.read(eight + " msrp://h:1/s;tcp"));
        assertThrows(MsrpSyntaxException.class, () -> MsrpPath.read(""));
        assertThrows(MsrpSyntaxException.class, () -> MsrpPath.read("msrp://h:1/s;tcp  msrp://h:1/t;tcp"));
    }

    /** The picture of RFC 4976 §5.1. */
    @Test
    @Proves({"BEYOND-MSRP-01", "BEYOND-MSRP-02"})
    void usePathsGoBeforeThePeersAndReversedIntoOurSdp() {
        var use = path("B", "C");
        assertEquals(path("B", "C", "D", "E", "F"), use.then(path("D", "E", "F")));
        assertEquals(path("C", "B", "A"), use.reversed().then(path("A")));
        assertEquals("b", use.then(path("F")).first().host().toLowerCase(java.util.Locale.ROOT));
        assertEquals(MsrpUri.read("msrps://F:1/s;tcp"), use.then(path("F")).last());
    }

    private static MsrpPath path(String... hosts) {
        return new MsrpPath(List.of(hosts).stream().map(h -> MsrpUri.read("msrps://" + h + ":1/s;tcp")).toList());
    }
}
