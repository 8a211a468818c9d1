package org.stox.service.presence;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.stox.protocol.Octets;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/** What Romeo's phone sends, as octets that a stack would read. */
final class SipPlayer {

    static final String AWAY = """
            <?xml version='1.0' encoding='UTF-8'?>
            <presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@example.net'><tuple id='ID-dr4hcr0st3lup4c'><status>\
            <basic>open</basic><show xmlns='jabber:client'>away</show></status></tuple></presence>""";

    static final String CLOSED = AWAY.replace("open", "closed").replace("<show xmlns='jabber:client'>away</show>", "");

    private SipPlayer() {
    }

    static SipRequest read(String text) {
        var octets = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return ((SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message());
    }

    /** Outside of a dialog. */
    static SipRequest subscribe(String callId, String more) {
        return read("""
                SUBSCRIBE sip:juliet@example.com SIP/2.0
                Via: SIP/2.0/TCP p.example.net;branch=z9hG4bK%s
                From: "Romeo M." <sip:romeo@example.net>;tag=xfg9
                To: <sip:juliet@example.com>
                Call-ID: %s
                Event: presence
                Max-Forwards: 70
                CSeq: 1 SUBSCRIBE
                Contact: <sip:romeo@192.0.2.7;gr=dr4hcr0st3lup4c>
                %sContent-Length: 0

                """.formatted(callId, callId, more));
    }

    /** In the dialog that the reply to a SUBSCRIBE made. */
    static SipRequest again(SipRequest first, SipResponse reply, int cseq, int expires) {
        return new SipRequest("SUBSCRIBE", first.uri(), first.headers(), Octets.NONE).with("To", reply.header("To").orElseThrow())
                .with("CSeq", cseq + " SUBSCRIBE").with("Expires", String.valueOf(expires));
    }

    static SipResponse answer(SipRequest request, int status, String... headers) {
        var all = List.of(headers).stream().map(h -> new SipHeader(h.substring(0, h.indexOf(':')), h.substring(h.indexOf(':') + 2))).toList();
        return Responses.to(request, status, Responses.reason(status), "ffd2", all, Octets.NONE);
    }

    /** 200 with the remote Contact. */
    static SipResponse ok(SipRequest request, int expires) {
        return answer(request, 200, "Contact: <sip:romeo@192.0.2.7;gr=dr4hcr0st3lup4c>", "Expires: " + expires);
    }

    /** A NOTIFY in the dialog of our SUBSCRIBE, as RFC 3261 has it: from the notifier, to the subscriber. */
    static SipRequest notify(SipRequest subscribe, int cseq, String state, String body) {
        var request = read("""
                NOTIFY sip:juliet@example.com SIP/2.0
                Via: SIP/2.0/TCP p.example.net;branch=z9hG4bKn%d
                From: <sip:romeo@example.net>;tag=ffd2
                To: %s
                Call-ID: %s
                Event: presence
                Subscription-State: %s
                Max-Forwards: 70
                CSeq: %d NOTIFY
                Contact: <sip:romeo@192.0.2.7>
                Content-Length: 0

                """.formatted(cseq, subscribe.header("From").orElseThrow(), subscribe.header("Call-ID").orElseThrow(), state, cseq));
        return body.isEmpty() ? request : new SipRequest(request.method(), request.uri(), request.headers(), Octets.utf8(body))
                .with("Content-Type", "application/pidf+xml");
    }

    static String uriOf(SipRequest request, String header) {
        return NameAddr.read(request.header(header).orElseThrow()).uri().toString();
    }
}
