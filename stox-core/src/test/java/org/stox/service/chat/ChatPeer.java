package org.stox.service.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpHeader;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/** What Romeo's device sends, as octets that a stack would read. */
final class ChatPeer {

    static final String CONTACT = "Contact: <sip:romeo@192.0.2.7:5090;gr=dr4hcr0st3lup4c>";
    static final String PATH = "msrp://s2x.example.net:12763/kjhd37s2s20w2a;tcp";

    /** Takes texts and isComposing. */
    static final String SDP = sdp("text/plain application/im-iscomposing+xml", "");

    private ChatPeer() {
    }

    static String sdp(String types, String more) {
        return """
                v=0
                o=- 1 1 IN IP4 s2x.example.net
                s=-
                c=IN IP4 s2x.example.net
                t=0 0
                m=message 12763 TCP/MSRP *
                a=accept-types:%s
                a=path:%s
                %s""".formatted(types, PATH, more);
    }

    static SipRequest read(String text) {
        var octets = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return ((SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message());
    }

    static Octets lines(String text) {
        return Octets.utf8(text.replace("\n", "\r\n"));
    }

    static SipResponse answer(SipRequest request, int status, String body, String... headers) {
        var all = new ArrayList<>(List.of(headers).stream()
                .map(h -> new SipHeader(h.substring(0, h.indexOf(':')), h.substring(h.indexOf(':') + 2))).toList());
        if (!body.isEmpty()) {
            all.add(new SipHeader("Content-Type", "application/sdp"));
        }
        return Responses.to(request, status, Responses.reason(status), "ffd2", all, lines(body));
    }

    static SipResponse ok(SipRequest request, String sdp) {
        return answer(request, 200, sdp, CONTACT);
    }

    /** Outside of a dialog. */
    static SipRequest invite(String callId, String sdp, String more) {
        var request = read("""
                INVITE sip:juliet@example.com SIP/2.0
                Via: SIP/2.0/TCP s2x.example.net;branch=z9hG4bK%s
                From: "Romeo M." <sip:romeo@example.net>;tag=576
                To: <sip:juliet@example.com>
                Call-ID: %s
                Max-Forwards: 70
                CSeq: 1 INVITE
                %s
                %sContent-Length: 0

                """.formatted(callId, callId, CONTACT, more));
        return sdp.isEmpty() ? request : new SipRequest(request.method(), request.uri(), request.headers(), lines(sdp))
                .with("Content-Type", "application/sdp");
    }

    /** In the dialog of the INVITE that we answered so. */
    static SipRequest within(SipRequest invite, SipResponse reply, String method, int number, String sdp) {
        var request = new SipRequest(method, invite.uri(), invite.headers(), lines(sdp)).with("To", reply.header("To").orElseThrow())
                .with("CSeq", number + " " + method);
        return sdp.isEmpty() ? request.without("Content-Type") : request.with("Content-Type", "application/sdp");
    }

    /** In the dialog of our INVITE. */
    static SipRequest within(SipRequest ours, String method, int number, String sdp, String... more) {
        var request = read("""
                %s sip:juliet@example.com SIP/2.0
                Via: SIP/2.0/TCP s2x.example.net;branch=z9hG4bKb%d
                From: <sip:romeo@example.net>;tag=ffd2
                To: %s
                Call-ID: %s
                Max-Forwards: 70
                CSeq: %d %s
                Content-Length: 0

                """.formatted(method, number, ours.header("From").orElseThrow(), ours.header("Call-ID").orElseThrow(), number, method));
        for (var header : more) {
            request = request.with(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }
        return sdp.isEmpty() ? request : new SipRequest(method, request.uri(), request.headers(), lines(sdp)).with("Content-Type", "application/sdp");
    }

    /** A text in the session that there is. */
    static WholeMessage send(ChatStage stage, String id, String text, String... headers) {
        return message(stage.talking().media().uri(), id, "text/plain", text, headers);
    }

    static WholeMessage message(MsrpUri to, String id, String type, String body, String... headers) {
        var all = new ArrayList<MsrpHeader>();
        all.add(new MsrpHeader("Message-ID", "M" + id));
        all.add(new MsrpHeader("Byte-Range", "1-" + Octets.utf8(body).length() + "/" + Octets.utf8(body).length()));
        for (var header : headers) {
            if (!header.isEmpty()) {
                all.add(new MsrpHeader(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2)));
            }
        }
        if (!type.isEmpty()) {
            all.add(new MsrpHeader("Content-Type", type));
        }
        return new WholeMessage(new MsrpRequest(id, "SEND", MsrpPath.of(to), MsrpPath.read(PATH), all), Octets.utf8(body));
    }

    static WholeMessage composing(ChatStage stage, String state, String refresh) {
        return message(stage.talking().media().uri(), "c" + state, "application/im-iscomposing+xml",
                "<?xml version='1.0' encoding='UTF-8'?><isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>" + state + "</state>"
                        + (refresh.isEmpty() ? "" : "<refresh>" + refresh + "</refresh>") + "</isComposing>", "Failure-Report: no");
    }

    static MsrpReport report(ChatStage stage, String messageId, String range, String status) {
        var uri = stage.talking().media().uri();
        return new MsrpReport(uri, new MsrpRequest("hx74g336", "REPORT", MsrpPath.of(uri), MsrpPath.read(PATH), List.of(
                new MsrpHeader("Message-ID", messageId), new MsrpHeader("Byte-Range", range), new MsrpHeader("Status", status))));
    }
}
