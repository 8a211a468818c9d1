package org.stox.camel.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;

/** SIP messages as texts, written out by hand. */
final class Messages {

    private Messages() {
    }

    static String branch() {
        return "z9hG4bK" + UUID.randomUUID().toString().substring(0, 13);
    }

    static String message(String transport, int port, String branch, String body) {
        return request("MESSAGE", transport, port, branch, "Content-Type: text/plain\r\n", body);
    }

    static String request(String method, String transport, int port, String branch, String more, String body) {
        return method + " sip:juliet@example.com SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport + " 127.0.0.1:" + port + ";branch=" + branch + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:romeo@example.net>;tag=t" + port + "\r\n"
                + "To: <sip:juliet@example.com>\r\n"
                + "Call-ID: " + branch + "@127.0.0.1\r\n"
                + "CSeq: 1 " + method + "\r\n"
                + more
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** What a proxy or phone answers: the copied fields and nothing more. */
    static String answer(String request, int status, String reason, String more) {
        var text = new StringBuilder("SIP/2.0 " + status + " " + reason + "\r\n");
        for (var name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            for (var line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
                if (line.startsWith(name + ":")) {
                    text.append(line).append(name.equals("To") && !line.contains(";tag=") ? ";tag=peer" : "").append("\r\n");
                }
            }
        }
        return text + more + "Content-Length: 0\r\n\r\n";
    }

    static int status(String response) {
        if (!response.startsWith("SIP/2.0 ")) {
            throw new AssertionError("no response: " + response);
        }
        return Integer.parseInt(response.substring(8, 11));
    }

    static String header(String message, String name) {
        for (var line : message.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    static String branchOf(String message) {
        String via = header(message, "Via");
        return via.substring(via.indexOf("branch=") + 7).split("[;,]")[0];
    }

    static int contentLength(String head) {
        String length = header(head, "Content-Length");
        return length.isEmpty() ? 0 : Integer.parseInt(length);
    }

    /** A request as a route hands it to the producer: without Via. */
    static SipRequest outgoing(String method, String user, String body) {
        var uri = SipUri.of(user, "example.net");
        return new SipRequest(method, uri, List.of(
                new SipHeader("From", "<sip:juliet@example.com>;tag=" + branch().substring(7)),
                new SipHeader("To", "<" + uri + ">"),
                new SipHeader("Call-ID", UUID.randomUUID().toString()),
                new SipHeader("CSeq", "1 " + method),
                new SipHeader("Content-Type", "text/plain")), Octets.utf8(body));
    }
}
