package org.stox.protocol.composing;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.Octets;
import org.stox.protocol.composing.IsComposing.State;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class IsComposingCodecTest {

    private static IsComposing read(String text) {
        return IsComposingCodec.read(Octets.utf8(text));
    }

    private static IsComposing content(String content) {
        return read("<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'>" + content + "</isComposing>");
    }

    /** RFC 3994 §5, the first example. */
    @Test
    @Proves("BEYOND-CS-01")
    void activeWithRefresh() {
        var text = """
                <?xml version="1.0" encoding="UTF-8"?>
                <isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="urn:ietf:params:xml:ns:im-composing
                iscomposing.xsd">
                  <state>active</state>
                  <contenttype>text/plain</contenttype>
                  <refresh>90</refresh>
                </isComposing>
                """;
        assertEquals(IsComposing.ACTIVE.withContentType("text/plain").withRefresh(Duration.ofSeconds(90)), read(text));
    }

    /** RFC 3994 §5, the second example. */
    @Test
    @Proves("BEYOND-CS-01")
    void idleWithTheTimeOfTheLastKey() {
        assertEquals(new IsComposing(State.IDLE, Optional.of("2003-01-27T10:43:00Z"), Optional.of("audio"), Optional.empty()),
                content("<state>idle</state>\n<lastactive>2003-01-27T10:43:00Z</lastactive><contenttype>audio</contenttype>"));
    }

    @Test
    @Proves("BEYOND-CS-01")
    void anotherStateMeansIdle() {
        assertEquals(State.IDLE, content("<state>pondering</state><mood xmlns='urn:x'>good</mood>").state());
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "+60, ''", "0, ''", "-5, ''", "soon, ''", "99999999999999999, 86400", "99999999999999999999, ''"})
    @Proves("BEYOND-CS-01")
    void aRefreshIsAPositiveNumberOfSecondsOrNone(String written, String seconds) {
        assertEquals(seconds.isEmpty() ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.parseLong(seconds))),
                content("<state>active</state><refresh>" + written + "</refresh>").refresh());
    }

    @Test
    @Proves("BEYOND-CS-01")
    void whatIsWrittenIsReadAgain() {
        var whole = new IsComposing(State.ACTIVE, Optional.of("2026-11-29T18:00:00+01:00"), Optional.of("a<b&c"),
                Optional.of(Duration.ofSeconds(120)));
        assertEquals(whole, IsComposingCodec.read(IsComposingCodec.write(whole)));
        assertEquals(IsComposing.IDLE, IsComposingCodec.read(IsComposingCodec.write(IsComposing.IDLE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "active", "<isComposing/>", "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'/>",
            "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state xmlns=''>active</state></isComposing>",
            "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state>",
            "<!DOCTYPE x><isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state></isComposing>"})
    @Proves("BEYOND-CS-01")
    void whatIsNoSuchDocumentIsSaidToBeNone(String text) {
        assertThrows(ComposingException.class, () -> read(text));
    }
}
