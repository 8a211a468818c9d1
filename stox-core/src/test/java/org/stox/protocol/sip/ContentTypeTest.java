package org.stox.protocol.sip;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §20.15. */
class ContentTypeTest {

    @Test
    void typeAndParametersAreComparedWithoutCase() {
        var type = ContentType.read("Text / HTML ; CharSet=\"ISO-8859-4\" ; x=y");
        assertEquals("text/html", type.essence());
        assertTrue(type.is("text/HTML"));
        assertEquals("ISO-8859-4", type.charset().orElseThrow());
        assertEquals("Text/HTML;CharSet=\"ISO-8859-4\";x=y", type.toString());
        assertEquals(type, ContentType.read(type.toString()));
    }

    @Test
    void halvesAreRefused() {
        for (String bad : List.of("", "text", "text/", "/plain", "text/plain;", "text/plain;=x", "text/plain, text/html",
                "text/plain;charset=\"utf-8")) {
            assertThrows(SipSyntaxException.class, () -> ContentType.read(bad), bad);
        }
    }
}
