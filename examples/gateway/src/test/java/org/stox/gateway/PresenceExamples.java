package org.stox.gateway;

import java.util.Map;
import java.util.function.UnaryOperator;

import org.stox.test.Vectors;

/** The printed examples of RFC 8048 with their defects corrected as the index says, as an editor would write them. */
final class PresenceExamples {

    private static final String ROMEO = "sip:romeo@example.net";
    private static final String JULIET = "sip:juliet@example.com";

    private static final Map<String, UnaryOperator<String>> CORRECTIONS = Map.ofEntries(
            Map.entry("ex02.sip", t -> withTo(t, ROMEO)),
            Map.entry("ex04.sip", PresenceExamples::swapped),
            Map.entry("ex06.xml", t -> t.replace("/>", "><show>away</show></presence>")),
            Map.entry("ex08.sip", t -> t.replace("sip:romeo@example.com", ROMEO)),
            Map.entry("ex10.sip", PresenceExamples::swapped),
            Map.entry("ex11.sip", t -> t.replace("sip:juliet@example.net", JULIET)),
            Map.entry("ex14.sip", PresenceExamples::swapped),
            Map.entry("ex16.sip", PresenceExamples::swapped),
            Map.entry("ex18.xml", t -> t.replace("/>", " to='romeo@example.net'><show>away</show></presence>")),
            Map.entry("ex19.sip", t -> t.replace("To: <" + ROMEO + ">", "To: <" + ROMEO + ">;tag=yt66").replace("NOTIFY " + JULIET, "NOTIFY " + ROMEO)),
            Map.entry("ex20.sip", t -> t.replace("NOTIFY " + ROMEO, "NOTIFY " + JULIET)),
            Map.entry("ex23.sip", t -> withTo(t, ROMEO)),
            Map.entry("ex24.sip", t -> withTo(t, JULIET)));

    private PresenceExamples() {
    }

    /** @param example such as {@code ex01.xml} */
    static String text(String example) {
        var printed = Vectors.text("rfc8048-" + example).replace("\r\n", "\n").replaceAll("(?m)^(Contact: <[^>]*)>;gr=(\\S+)$", "$1;gr=$2>");
        return CORRECTIONS.getOrDefault(example, t -> t).apply(printed);
    }

    private static String withTo(String text, String to) {
        return text.replace("\nCall-ID:", "\nTo: <" + to + ">\nCall-ID:");
    }

    private static String swapped(String text) {
        return text.replace("\nFrom:", "\nX:").replace("\nTo:", "\nFrom:").replace("\nX:", "\nTo:");
    }
}
