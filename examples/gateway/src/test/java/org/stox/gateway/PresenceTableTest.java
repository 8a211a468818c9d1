package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.stox.test.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each row of the table of presence in README, translated: what one column names becomes what the other names. */
class PresenceTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+) \\| ([↔→←]) \\| (.+) \\|$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** What is translated for a row: a stanza, and a SIP message. */
    private record Sample(String stanza, String sip) { }

    private static final List<Sample> SAMPLES = List.of(
            new Sample(stanza("type='subscribe'", "<nick xmlns='http://jabber.org/protocol/nick'>SUBSCRIBE</nick>"), PresenceExamples.text("ex11.sip")),
            new Sample("", PresenceExamples.text("ex10.sip").replace("State: terminated", "State: pending")),
            new Sample("", PresenceExamples.text("ex04.sip")),
            new Sample(stanza("type='subscribed'", ""), ""),
            new Sample(stanza("type='unsubscribed'", ""), PresenceExamples.text("ex16.sip")),
            new Sample(stanza("type='unsubscribe'", ""), ""),
            new Sample("", PresenceExamples.text("ex17.sip")),
            new Sample(stanza("type='probe'", ""), PresenceExamples.text("ex24.sip")),
            new Sample(stanza("", ""), notify("")),
            new Sample(stanza("type='unavailable'", ""), PresenceExamples.text("ex20.sip")),
            activity("<show>away</show>", "away"), activity("<show>xa</show>", "vacation"), activity("<show>dnd</show>", "busy"),
            activity("<show>dnd</show><status>On the phone</status>", "on-the-phone"),
            new Sample(stanza("", "<show>chat</show>"), notify("").replace("<basic>open</basic>", "<basic>open</basic><show xmlns='jabber:client'>chat</show>")),
            new Sample(stanza("", "<status>hi</status>"), notify("").replace("</tuple>", "<note>hi</note></tuple>")),
            new Sample(stanza("", "<priority>5</priority>"), notify("").replace("</tuple>", "<contact priority='0.5'>sip:a@b</contact></tuple>")));

    private static String stanza(String type, String content) {
        return "<presence from='juliet@example.com/balcony' to='romeo@example.net' " + type + ">" + content + "</presence>";
    }

    private static String notify(String activity) {
        return PresenceExamples.text("ex20.sip").replace("closed", "open").replace("</tuple>", "</tuple>" + (activity.isEmpty() ? ""
                : "<p:person xmlns:p='urn:ietf:params:xml:ns:pidf:data-model' id='p'><r:activities xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'><r:"
                        + activity + "/></r:activities></p:person>"));
    }

    private static Sample activity(String children, String activity) {
        return new Sample(stanza("", children), notify(activity));
    }

    private static List<MatchResult> rows() {
        return ROW.matcher(Document.read("README.md").text()).results().toList();
    }

    static Stream<Arguments> samples() {
        var rows = rows();
        return IntStream.range(0, Math.min(rows.size(), SAMPLES.size())).mapToObj(i -> Arguments.of(rows.get(i).group(), rows.get(i), SAMPLES.get(i)));
    }

    @Test
    void everyRowHasItsSample() {
        assertEquals(rows().size(), SAMPLES.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void aRowIsTrue(String line, MatchResult row, Sample sample) {
        if (!row.group(2).equals("←")) {
            shown(sample.stanza(), row.group(3));
        }
        if (!row.group(2).equals("→")) {
            shown(sample.sip(), row.group(1));
        }
    }

    /** What else comes from SIP stands behind a semicolon: all of that is in the table of activities, which has its own test. */
    private static void shown(String message, String cell) {
        var out = CommandLine.run(message.getBytes(StandardCharsets.UTF_8), "translate").out();
        CODE.matcher(cell.replaceFirst("`?; .*", "`")).results().map(c -> c.group(1).replace("<presence/>", "<presence "))
                .forEach(word -> assertTrue(out.contains(word), word + " is not in\n" + out));
    }
}
