package org.stox.scenarios.peer;

import java.util.List;
import java.util.stream.Collectors;

/** Presence documents (RFC 3863, RFC 4480) as phones write them, made of text. */
public final class PidfText {

    private PidfText() {
    }

    /** Of a user, with tuples and a person. */
    public static String document(String entity, String... parts) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\""
                + " xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"" + entity + "\">"
                + List.of(parts).stream().collect(Collectors.joining()) + "</presence>\n";
    }

    /** A device that is there, with a note, or without one where that is empty. */
    public static String open(String id, String priority, String note) {
        return "<tuple id=\"" + id + "\"><status><basic>open</basic></status><contact priority=\"" + priority + "\">sip:romeo@127.0.0.1</contact>"
                + (note.isEmpty() ? "" : "<note>" + note + "</note>") + "</tuple>";
    }

    public static String closed(String id) {
        return "<tuple id=\"" + id + "\"><status><basic>closed</basic></status></tuple>";
    }

    /** What the user does, in the words of RPID. */
    public static String person(String activity) {
        return "<dm:person id=\"p1\"><rpid:activities><rpid:" + activity + "/></rpid:activities></dm:person>";
    }
}
