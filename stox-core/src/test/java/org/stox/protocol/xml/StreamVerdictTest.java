package org.stox.protocol.xml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.stox.protocol.xmpp.Stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamVerdictTest {

    private static final String BEFORE = "<presence from='before@example.com'/>";
    private static final String AFTER = "<presence from='after@example.com'/>";

    record Row(String name, String place, byte[] stream, String verdict) {

        @Override
        public String toString() {
            return name + " in " + place;
        }
    }

    static List<Row> rows() throws IOException {
        var rows = new ArrayList<Row>();
        try (var file = StreamVerdictTest.class.getResourceAsStream("verdicts.tsv")) {
            for (var line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    var column = line.split("\t");
                    for (var place : column[1].split(",")) {
                        rows.add(new Row(column[0], place, bytes(around(place, column[2], column[3])), column[3]));
                    }
                }
            }
        }
        return rows;
    }

    private static String around(String place, String input, String verdict) {
        var after = verdict.equals("pending") || verdict.equals("closed") ? "" : AFTER;
        return switch (place) {
            case "stream" -> input;
            case "top" -> Streams.HEADER + BEFORE + input + (input.contains("</stream") ? "" : after);
            case "text" -> Streams.HEADER + BEFORE + "<message><body>a" + input + "b</body></message>" + after;
            case "attribute" -> Streams.HEADER + BEFORE + "<message id='a" + input + "b'/>" + after;
            case "name" -> Streams.HEADER + BEFORE + "<message><x" + input + "y/></message>" + after;
            default -> throw new IllegalArgumentException(place);
        };
    }

    private static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                bytes.write(text.charAt(i));
            } else if (text.charAt(++i) == 'x') {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(switch (text.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> throw new IllegalArgumentException(text);
                });
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theVerdictIsTheSameHoweverTheBytesAreCut(Row row) {
        var whole = Streams.whole(row.stream());
        assertEquals(row.verdict(), verdict(whole));
        assertEquals(whole, Streams.bytewise(row.stream()));
        for (var seed = 0; seed < 20; seed++) {
            assertEquals(whole, Streams.read(row.stream(), 2 + seed, new Random(seed)));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatWasCompleteBeforeIsHandedOutAndNothingThatIsRefused(Row row) {
        var outcome = Streams.whole(row.stream());
        var from = outcome.elements().stream().map(e -> e.attribute("from").orElse("-")).toList();
        if (!row.place().equals("stream")) {
            assertEquals("before@example.com", from.get(0));
            assertEquals(outcome.end().equals("open") && !outcome.pending(), from.contains("after@example.com"));
        }
        if (outcome.refused() && !row.name().equals("prefix out of scope")) {
            assertTrue(from.size() <= 1, from.toString());
        }
    }

    private static String verdict(Streams.Outcome outcome) {
        return outcome.pending() ? "pending" : outcome.end().equals("open") ? "ok" : outcome.end();
    }

    @Test
    void namespacesAreKeptToTheLetter() {
        var outcome = Streams.whole(Streams.utf8(Streams.HEADER + "<message xmlns='a&#10;b'/><message xmlns=''/>"
                + "<message xmlns:stream='u:1'><stream:a/></message>"));
        assertEquals(List.of("a\nb", "", Stanza.NAMESPACE), outcome.elements().stream().map(XmlElement::namespace).toList());
        assertEquals("u:1", outcome.elements().get(2).children().get(0).namespace());
    }

    @Test
    void lineEndsAndWhiteSpaceAreNormalisedAsXmlWants() {
        var outcome = Streams.whole(Streams.utf8(Streams.HEADER + "<a b='1\t2\r\n3\r4\n5&#13;&#10;&#9;6'>1\r\n2\r3\n4\r\r\n5&#13;<![CDATA[\r\n6]]></a>"));
        assertEquals("1 2 3 4 5\r\n\t6", outcome.elements().get(0).attribute("b").orElse(""));
        assertEquals(List.of(new XmlText("1\n2\n3\n4\n\n5\r\n6")), outcome.elements().get(0).content());
    }

    @Test
    void characterDataIsOneNodeHoweverItWasWritten() {
        Stream.of("abc", "a<![CDATA[b]]>c", "<![CDATA[a]]><![CDATA[bc]]>", "&#97;b&#x63;", "<![CDATA[]]>abc<![CDATA[]]>", "a<![CDATA[]]>bc")
                .forEach(text -> assertEquals(XmlElement.text(Stanza.NAMESPACE, "a", "abc"),
                        Streams.whole(Streams.utf8(Streams.HEADER + "<a>" + text + "</a>")).elements().get(0), text));
        assertEquals(List.of(), Streams.whole(Streams.utf8(Streams.HEADER + "<a><![CDATA[]]></a>")).elements().get(0).content());
    }
}
