package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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

    private static final String HOPS = "70";

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
                contact(request).orElseThrow(() -> new SipSyntaxException("No Contact")), recordRoutes(request));
    }

    /** After a 2xx to its first request (§12.1.2); a dialog that has a peer already only takes the new target (§12.2.1.2). */
    public SipDialog answered(SipResponse response) {
        var to = response.header("To").map(NameAddr::read).flatMap(NameAddr::tag);
        if (remoteTag.isPresent() || to.isEmpty()) {
            return with(contact(response).orElse(target));
        }
        var reversed = new ArrayList<>(recordRoutes(response));
        Collections.reverse(reversed);
        return new SipDialog(callId, local, localTag, remote, to, localSequence, remoteSequence, contact(response).orElse(target), reversed);
    }

    /** Whether a request is of this dialog: its Call-ID and tags; a dialog without a peer takes any (RFC 6665 §4.4.1). */
    public boolean matches(SipRequest request) {
        return request.header("Call-ID").filter(callId::equals).isPresent() && tag(request, "To").filter(localTag::equals).isPresent()
                && (remoteTag.isEmpty() || tag(request, "From").equals(remoteTag));
    }

    /** After a request of this dialog; empty if an earlier one has a higher number, which makes it 500 (§12.2.2). */
    public Optional<SipDialog> received(SipRequest request) {
        int number = sequence(request);
        if (remoteSequence.isPresent() && number <= remoteSequence.get()) {
            return Optional.empty();
        }
        boolean first = remoteTag.isEmpty();
        return Optional.of(new SipDialog(callId, local, localTag, remote, first ? tag(request, "From") : remoteTag, localSequence,
                Optional.of(number), contact(request).orElse(target), first ? recordRoutes(request) : routes));
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
        var headers = new ArrayList<SipHeader>(8 + more.size());
        headers.add(new SipHeader("Max-Forwards", HOPS));
        boolean strict = !routes.isEmpty() && !isLoose(routes.get(0));
        var uri = strict ? uri(routes.get(0)) : SipUriCodec.read(target);
        (strict ? routes.subList(1, routes.size()) : routes).forEach(r -> headers.add(new SipHeader("Route", r)));
        if (strict) {
            headers.add(new SipHeader("Route", '<' + target + '>'));
        }
        headers.add(new SipHeader("From", local + ";tag=" + localTag));
        headers.add(new SipHeader("To", remoteTag.map(t -> remote + ";tag=" + t).orElse(remote)));
        headers.add(new SipHeader("Call-ID", callId));
        headers.add(new SipHeader("CSeq", new CSeq(localSequence, method).toString()));
        headers.addAll(more);
        return new SipRequest(method, uri, headers, body);
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

    private static int sequence(SipRequest request) {
        return CSeq.read(request.header("CSeq").orElse("")).number();
    }

    private static Optional<String> contact(SipMessage message) {
        return message.header("Contact").map(NameAddr::readAll).map(c -> c.get(0).uri().toString());
    }

    private static List<String> recordRoutes(SipMessage message) {
        return message.headers("Record-Route").stream().flatMap(v -> NameAddr.readAll(v).stream()).map(NameAddr::toString).toList();
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
