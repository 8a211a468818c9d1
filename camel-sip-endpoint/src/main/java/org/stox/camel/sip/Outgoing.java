package org.stox.camel.sip;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.stox.address.SipUris;
import org.stox.camel.sip.SipTransactions.Encoded;
import org.stox.camel.sip.SipTransactions.Outcome;
import org.stox.camel.sip.transport.Protocol;
import org.stox.error.Refusal;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/**
 * One request on its way to the peer: its Via, its transport by its size (RFC 3261 §18.1.1), its turn if it is a MESSAGE, and its end,
 * which is told on a thread of the routes.
 */
class Outgoing implements MessageQueue.Turn, Outcome {

    /** Told once. */
    interface End {

        void response(SipResponse response);

        void refused(Refusal refusal);
    }

    /** What fits into one packet wherever it goes; more must not go by UDP (RFC 3261 §18.1.1). */
    private static final int UDP_MAX = 1300;
    private static final String MESSAGE = "MESSAGE";
    private static final List<String> KEPT = List.of("Retry-After", "Warning", "Accept", "Allow", "Unsupported", "Accept-Encoding",
            "Accept-Language", "WWW-Authenticate", "Proxy-Authenticate", "Min-Expires", "Allow-Events", "Min-SE", "Require");
    private static final SipHeader MAX_FORWARDS = new SipHeader("Max-Forwards", "70");

    final SipListener listener;
    final SipAttachment attachment;
    private final End end;
    private SipRequest request;
    private String uri = "";                                // of a MESSAGE: the line that it waits in
    private Encoded encoded;
    private Hop hop;
    private boolean mayFallBack;

    Outgoing(SipListener listener, SipAttachment attachment, End end) {
        this.listener = listener;
        this.attachment = attachment;
        this.end = end;
    }

    /** What went out and where to. */
    record Sent(SipRequest request, Hop hop) {

        void send(SipTransactions transactions) {
            transactions.sendStateless(request, hop);
        }
    }

    /** Throws the Refusal of what cannot be sent at all. */
    void send(SipRequest given) {
        aim(given);
        if (isMessage()) {
            uri = SipUris.instanceKey(request.uri());
            listener.queue().submit(uri, this);
        } else {
            send();
        }
    }

    /** What goes out without a transaction, the ACK of a 2xx (RFC 3261 §13.2.2.4), and where to. */
    Sent aimed(SipRequest given) {
        aim(given);
        return sent();
    }

    /** With the Via that it has: a CANCEL goes the way of its INVITE (§9.1). */
    void send(SipRequest ready, Hop way) {
        request = ready;
        encoded = new Encoded(ready);
        hop = way;
        send();
    }

    Sent sent() {
        return new Sent(encoded.request(), hop);
    }

    private boolean isMessage() {
        return request.method().equals(MESSAGE);
    }

    private void aim(SipRequest given) {
        request = given.header("Max-Forwards").isPresent() ? given : withMaxForwards(given);
        var peer = attachment.peer().orElseThrow();
        InetSocketAddress address = peer.address().orElseThrow(() -> Refusal.sip(503, "The peer " + peer + " cannot be looked up"));
        encode(address, peer.protocol());
        if (isMessage() && encoded.octets().length > attachment.settings().messageMax()) {
            throw tooLarge(encoded.octets().length);
        }
        if (hop.protocol() == Protocol.UDP && encoded.octets().length > UDP_MAX) {
            encode(address, Protocol.TCP);
            mayFallBack = true;
        }
    }

    private static SipRequest withMaxForwards(SipRequest given) {
        var headers = new ArrayList<SipHeader>(given.headers());
        headers.add(0, MAX_FORWARDS);
        return new SipRequest(given.method(), given.uri(), headers, given.body());
    }

    private void encode(InetSocketAddress address, Protocol protocol) {
        var via = attachment.via(protocol, listener.branch());
        encoded = new Encoded(request.withFirst("Via", via.toString()));
        hop = new Hop(address, protocol);
    }

    private Refusal tooLarge(int size) {
        int most = attachment.settings().messageMax();
        return Refusal.both(513, StanzaError.of(StanzaError.Type.MODIFY, Condition.POLICY_VIOLATION),
                "Message Too Large: " + size + " bytes, " + most + " are allowed");
    }

    @Override
    public void send() {
        listener.transactions().send(encoded, hop, this);
    }

    @Override
    public void refuse(Refusal refusal) {
        tell(() -> end.refused(refusal));
    }

    @Override
    public void response(SipResponse response) {
        if (!response.isFinal()) {
            provisional(response);
            return;
        }
        turnOver(Optional.empty());
        var passed = Vias.withoutTop(response);
        tell(() -> {
            if (response.status() < 300) {
                end.response(passed);
            } else {
                end.refused(refusal(passed));
            }
        });
    }

    /** But for an INVITE nobody waits for it. */
    void provisional(SipResponse response) {
    }

    @Override
    public void timeout() {
        fail(Refusal.sip(408, "Request Timeout"));
    }

    @Override
    public void transportError(IOException cause) {
        if (mayFallBack && cause instanceof ConnectException) {
            mayFallBack = false;
            encode(hop.address(), Protocol.UDP);            // RFC 3261 §18.1.1: a peer without TCP
            send();
        } else {
            fail(Refusal.sip(503, "Service Unavailable"));
        }
    }

    void fail(Refusal refusal) {
        turnOver(Optional.of(refusal));
        tell(() -> end.refused(refusal));
    }

    private void turnOver(Optional<Refusal> failure) {
        if (isMessage()) {
            listener.queue().ended(uri, failure);
        }
    }

    void tell(Runnable told) {
        listener.routes().execute(told);
    }

    private static Refusal refusal(SipResponse response) {
        return new Refusal(new Refusal.Reason(OptionalInt.of(response.status()), contacts(response), kept(response),
                Optional.empty(), false, Optional.of(response.reason()).filter(r -> !r.isEmpty())));
    }

    private static List<String> contacts(SipResponse response) {
        var uris = new ArrayList<String>();
        if (response.status() < 400 || response.status() == 485) {
            for (var field : response.headers("Contact")) {
                try {
                    NameAddr.readAll(field).forEach(contact -> uris.add(contact.uri().toString()));
                } catch (SipSyntaxException e) {
                    // an address that cannot be read is none
                }
            }
        }
        return uris;
    }

    /** What tells a sender on the far side more than the status does. */
    private static List<SipHeader> kept(SipResponse response) {
        return response.headers().stream().filter(h -> KEPT.stream().anyMatch(h::is)).toList();
    }
}
