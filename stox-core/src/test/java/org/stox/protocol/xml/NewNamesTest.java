package org.stox.protocol.xml;

import java.util.ArrayList;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** xmpp-stream.md §1.1: any user can send names that were never seen; what a reader remembers of them has an end. */
class NewNamesTest {

    @Test
    void aMillionStanzasOfNewNamesLeaveNoMoreThanTheSlots() {
        var seen = new ArrayList<XmlElement>();
        var reader = new StreamReader(XmlLimits.READING);
        var sink = new Streams.Elements(seen);
        var header = Streams.utf8(Streams.HEADER);
        reader.feed(header, 0, header.length, sink);
        for (var i = 0; i < 1_000_000; i++) {
            var stanza = Streams.utf8("<message><e" + i + " xmlns:p" + i + "='urn:" + i + "' p" + i + ":a" + i + "='v" + i + "'/></message>");
            reader.feed(stanza, 0, stanza.length, sink);
            if (i % 1000 == 0) {
                var child = seen.get(seen.size() - 1).children().get(0);
                assertEquals("e" + i, child.name());
                assertEquals("v" + i, child.attribute("urn:" + i, "a" + i).orElse(""));
                seen.clear();
            }
        }
        var words = reader.words();
        assertTrue(words.size() <= WordCache.SLOTS && words.size() > WordCache.SLOTS / 2, "words " + words.size());
        assertTrue(words.stream().allMatch(word -> word.length() <= WordCache.MAX_LENGTH));
    }

    @Test
    void aWordIsFoundAgain() {
        var words = new WordCache();
        var bytes = Streams.utf8("jabber:client\u00FCjabber:client" + "x".repeat(200));
        var word = words.word(bytes, 0, 13);
        assertEquals("jabber:client", word);
        assertSame(word, words.word(bytes, 15, 28));
        assertEquals("client\u00FC", words.word(bytes, 7, 15));
        var longWord = words.word(bytes, 30, 130);
        assertEquals("x".repeat(100), longWord);
        assertNotSame(longWord, words.word(bytes, 30, 130));
        assertEquals("", words.word(bytes, 3, 3));
    }

    @Test
    void wordsInOneSlotAreNotMixedUp() {
        var words = new WordCache();
        for (var round = 0; round < 3; round++) {
            for (var i = 0; i < 5_000; i++) {
                var bytes = Streams.utf8("w" + i);
                assertEquals("w" + i, words.word(bytes, 0, bytes.length));
            }
        }
    }
}
