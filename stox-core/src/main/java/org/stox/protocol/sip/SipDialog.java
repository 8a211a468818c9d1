package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.address.AddressException;
import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.address.Uri;
import org.stox.protocol.Octets;

/**
 * A dialog as data (RFC 3261 §12), so that it can be stored: addresses and URIs are text, as on the wire.
 *
 * @param local our address without tag: From of what we send
 * @param remote the peer's address without tag
 * @param remoteTag absent until the peer has answered
 * @param localSequence the CSeq number of the last request that we sent, 0 if none
 * @param remoteSequence that of the last one that the peer sent
 * @param target where requests go: the peer's Contact, at first its address
 * @param routes the route set, the nearest first
 */
public record SipDialog(String callId, String local, String localTag, String remote, Optional<String> remoteTag, int localSequence,
        Optional<Integer> remoteSequence, String target, List<String> routes) {

    private static final SipHeader MAX_FORWARDS = new SipHeader("Max-Forwards", "70");
    private static final String ACK = "ACK";
    private static final String RECORD_ROUTE = "Record-Route";

    /** Whose Contact is where requests go from then on (§12.2; RFC 3311 §5.1; RFC 6665 §3.1.2, §3.2). */
    private static final Set<String> TARGET_REFRESH = Set.of("INVITE", "UPDATE", "SUBSCRIBE", "NOTIFY");

    public SipDialog {
        routes = List.copyOf(routes);
    }

    /** Before its first request has gone: what we begin (§8.1.1). */
    public static SipDialog begin(String callId, SipUri local, String localTag, SipUri remote) {
        return begin(callId, NameAddr.of(local), localTag, remote);
    }

    /** The same with a display name. */
    public static SipDialog begin(String callId, NameAddr local, String localTag, SipUri remote) {
        return new SipDialog(callId, untagged(local), localTag, NameAddr.of(remote).toString(), Optional.empty(), 0,
                Optional.empty(), remote.toString(), List.of());
    }

    /** What a request from the peer begins, which we accept with that tag (§12.1.1); throws {@link SipSyntaxException}. */
    public static SipDialog accept(SipRequest request, String localTag) {
        var from = NameAddr.read(request.header("From").orElse(""));
        return new SipDialog(request.header("Call-ID").orElse(""), untagged(NameAddr.read(request.header("To").orElse(""))), localTag,
                untagged(from), from.tag(), 0, Optional.of(sequence(request)),
                contact(request).orElseThrow(() -> new SipSyntaxException("No Contact that is a sip URI")), addresses(request, RECORD_ROUTE));
    }

    /** What a request of ours begins or goes on with; a response to it then makes the dialog. Throws {@link SipSyntaxException}. */
    public static SipDialog of(SipRequest request) {
        var from = NameAddr.read(request.header("From").orElse(""));
        var to = NameAddr.read(request.header("To").orElse(""));
        return new SipDialog(request.header("Call-ID").orElse(""), untagged(from), from.tag().orElse(""), untagged(to), to.tag(),
                sequence(request), Optional.empty(), request.uri().toString(), addresses(request, "Route"));
    }

    /** After a 101 to 199 to its first INVITE: the early dialog of the branch that it names, if it names one (§12.1.2). */
    public SipDialog early(SipResponse provisional) {
        return tag(provisional, "To").filter(t -> provisional.status() > 100 && !provisional.isFinal())
                .map(branch -> made(branch, provisional)).orElse(this);
    }

    /** After a 2xx to its first INVITE: the dialog of that branch, with the route of that response, whatever it was early (§13.2.2.4). */
    public SipDialog confirmed(SipResponse ok) {
        return tag(ok, "To").filter(t -> isSuccess(ok)).map(branch -> made(branch, ok)).orElse(this);
    }

    /**
     * After the answer to any request of it: a 2xx to the first one makes the dialog (§12.1.2), one to a target refresh request moves its
     * target (§12.2.1.2). What another branch answers, or what is no 2xx, changes nothing.
     */
    public SipDialog answered(SipResponse response) {
        var branch = tag(response, "To");
        if (!isSuccess(response)) {
            return this;
        }
        if (remoteTag.isEmpty() && branch.isPresent()) {
            return made(branch.get(), response);
        }
        boolean moves = response.header("CSeq").map(CSeq::read).filter(c -> TARGET_REFRESH.contains(c.method())).isPresent();
        return moves && (branch.isEmpty() || branch.equals(remoteTag)) ? with(contact(response).orElse(target)) : this;
    }

    private SipDialog made(String branch, SipResponse response) {
        var reversed = new ArrayList<>(addresses(response, RECORD_ROUTE));
        Collections.reverse(reversed);
        var number = remoteTag.filter(branch::equals).flatMap(same -> remoteSequence);
        return new SipDialog(callId, local, localTag, remote, Optional.of(branch), localSequence, number, contact(response).orElse(target),
                reversed);
    }

    private static boolean isSuccess(SipResponse response) {
        return response.status() >= 200 && response.status() < 300;
    }

    /** Whether a request is of this dialog: its Call-ID and tags; a dialog without a peer takes any (RFC 6665 §4.4.1). */
    public boolean matches(SipRequest request) {
        return request.header("Call-ID").filter(callId::equals).isPresent() && tag(request, "To").filter(localTag::equals).isPresent()
                && (remoteTag.isEmpty() || tag(request, "From").equals(remoteTag));
    }

    /** Whether a response is of this dialog, or may make it: one of another branch is not (§12.1, §13.2.2.4). */
    public boolean matches(SipResponse response) {
        return response.header("Call-ID").filter(callId::equals).isPresent() && tag(response, "From").filter(localTag::equals).isPresent()
                && (remoteTag.isEmpty() || tag(response, "To").equals(remoteTag));
    }

    /**
     * After a request of this dialog; empty if an earlier one has a higher number, which makes it 500 (§12.2.2). An ACK has the number of
     * its INVITE and changes nothing.
     */
    public Optional<SipDialog> received(SipRequest request) {
        if (request.method().equals(ACK)) {
            return Optional.of(this);
        }
        int number = sequence(request);
        if (remoteSequence.isPresent() && number <= remoteSequence.get()) {
            return Optional.empty();
        }
        boolean first = remoteTag.isEmpty();
        boolean moves = first || TARGET_REFRESH.contains(request.method());
        return Optional.of(new SipDialog(callId, local, localTag, remote, first ? tag(request, "From") : remoteTag, localSequence,
                Optional.of(number), moves ? contact(request).orElse(target) : target,
                first ? addresses(request, RECORD_ROUTE) : routes));
    }

    /** With the next number, for the next request. */
    public SipDialog next() {
        return skip(1);
    }

    /** With a number that leaves room for requests that were sent and forgotten. */
    public SipDialog skip(int numbers) {
        return new SipDialog(callId, local, localTag, remote, remoteTag, localSequence + numbers, remoteSequence, target, routes);
    }

    /** The request with the number that the dialog has now, without Via (§12.2.1.1); more headers go behind those of the dialog. */
    public SipRequest request(String method, List<SipHeader> more, Octets body) {
        return request(localSequence, method, more, body);
    }

    /** The ACK of a 2xx to an INVITE, with the number of that INVITE, which need not be the last (§13.2.2.4). */
    public SipRequest ack(int inviteNumber) {
        return ack(inviteNumber, List.of(), Octets.NONE);
    }

    /** The same with an answer to the offer of the 2xx, or with the credentials of the INVITE. */
    public SipRequest ack(int inviteNumber, List<SipHeader> more, Octets body) {
        return request(inviteNumber, ACK, more, body);
    }

    private SipRequest request(int number, String method, List<SipHeader> more, Octets body) {
        var headers = new ArrayList<SipHeader>(8 + more.size());
        headers.add(MAX_FORWARDS);
        boolean strict = !routes.isEmpty() && !isLoose(routes.get(0));
        var uri = strict ? uri(routes.get(0)) : SipUriCodec.read(target);
        (strict ? routes.subList(1, routes.size()) : routes).forEach(r -> headers.add(new SipHeader("Route", r)));
        if (strict) {
            headers.add(new SipHeader("Route", '<' + target + '>'));
        }
        headers.add(new SipHeader("From", local + ";tag=" + localTag));
        headers.add(new SipHeader("To", remoteTag.map(t -> remote + ";tag=" + t).orElse(remote)));
        headers.add(new SipHeader("Call-ID", callId));
        headers.add(new SipHeader("CSeq", new CSeq(number, method).toString()));
        headers.addAll(more);
        return new SipRequest(method, uri, headers, body);
    }

    /** The CANCEL of an INVITE of ours, without Via, which has to be that of the INVITE (§9.1). */
    public static SipRequest cancel(SipRequest invite, SipHeader... more) {
        var headers = new ArrayList<SipHeader>(6 + more.length);
        headers.add(MAX_FORWARDS);
        invite.headers().stream().filter(h -> h.is("Route") || h.is("From") || h.is("To") || h.is("Call-ID")).forEach(headers::add);
        headers.add(new SipHeader("CSeq", new CSeq(sequence(invite), "CANCEL").toString()));
        headers.addAll(List.of(more));
        return new SipRequest("CANCEL", invite.uri(), headers, Octets.NONE);
    }

    private SipDialog with(String newTarget) {
        return new SipDialog(callId, local, localTag, remote, remoteTag, localSequence, remoteSequence, newTarget, routes);
    }

    /** The tag of From or To, where it can be read. */
    public static Optional<String> tag(SipMessage message, String header) {
        try {
            return message.header(header).map(NameAddr::read).flatMap(NameAddr::tag);
        } catch (SipSyntaxException | AddressException e) {
            return Optional.empty();
        }
    }

    /** Whether a request is one of a dialog. Most have no tag in To, and no parameter at all, and need not be read for that. */
    public static boolean isWithin(SipRequest request) {
        return request.header("To").filter(to -> to.indexOf(';') >= 0).isPresent() && tag(request, "To").isPresent();
    }

    private static int sequence(SipRequest request) {
        return CSeq.read(request.header("CSeq").orElse("")).number();
    }

    /** Where requests can be sent, which is to a sip or sips URI (§8.1.1.8); with a Contact that is none the target stays as it is. */
    private static Optional<String> contact(SipMessage message) {
        try {
            return message.header("Contact").map(NameAddr::readAll).map(all -> all.get(0).uri()).filter(SipDialog::isSip).map(Uri::toString);
        } catch (SipSyntaxException | AddressException e) {
            return Optional.empty();
        }
    }

    private static boolean isSip(Uri uri) {
        return uri instanceof SipUri sip && (sip.scheme() == SipUri.Scheme.SIP || sip.scheme() == SipUri.Scheme.SIPS);
    }

    private static List<String> addresses(SipMessage message, String header) {
        return message.headers(header).stream().flatMap(v -> NameAddr.readAll(v).stream()).map(NameAddr::toString).toList();
    }

    private static boolean isLoose(String route) {
        return uri(route) instanceof SipUri sip && sip.parameter("lr").isPresent();
    }

    private static Uri uri(String route) {
        return NameAddr.read(route).uri();
    }

    private static String untagged(NameAddr address) {
        return new NameAddr(address.displayName(), address.uri(), address.parameters().stream()
                .filter(p -> !p.name().equalsIgnoreCase("tag")).toList()).toString();
    }
}
