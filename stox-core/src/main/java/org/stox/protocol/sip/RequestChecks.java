package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;

/** RFC 3261 §8.2, §16.3: may a well-formed request go on, and if not, what is its answer. */
public final class RequestChecks {

    /** Taken and dropped whatever their encoding: a phone that gets an error for one tries again or breaks off. */
    private static final Set<String> DROPPED_TYPES = Set.of("application/im-iscomposing+xml", "message/imdn+xml");

    /** RFC 3261 §20.11, RFC 5438 §12; what else is not optional must be understood. */
    private static final Set<String> DISPOSITIONS = Set.of("render", "session", "notification");

    private static final int DEFAULT_HOPS = 70;

    private RequestChecks() {
    }

    /** What becomes of a request. */
    public sealed interface Verdict {

        /** It goes on to the route. */
        record Pass() implements Verdict { }

        record Answer(SipResponse response) implements Verdict { }

        /** It gets no answer: an ACK. */
        record Drop(String reason) implements Verdict { }
    }

    /**
     * The checks in their order: ACK, method, scheme, Require, OPTIONS, Max-Forwards, loop, event, content. A CANCEL or BYE that matches
     * a transaction or dialog is not brought here: here it is 481.
     *
     * @param mark how the branch of each Via begins that this gateway writes
     * @param toTag the To tag of the answer: the same for each copy of a request
     */
    public static Verdict check(SipRequest request, SipProfile profile, String mark, String toTag) {
        if (request.method().equals("ACK")) {
            return new Verdict.Drop("ACK without transaction");
        }
        return method(request, profile)
                .or(() -> scheme(request))
                .or(() -> extensions(request, profile))
                .or(() -> options(request, profile))
                .or(() -> hops(request, mark))
                .or(() -> event(request, profile))
                .or(() -> content(request, profile))
                .<Verdict>map(r -> new Verdict.Answer(Responses.to(request, r.status, r.reason, toTag, r.headers, Octets.NONE)))
                .orElseGet(Verdict.Pass::new);
    }

    private record Refused(int status, String reason, List<SipHeader> headers) {

        static Optional<Refused> with(int status, SipHeader... headers) {
            return Optional.of(new Refused(status, Responses.reason(status), List.of(headers)));
        }
    }

    /** §8.2.1. */
    private static Optional<Refused> method(SipRequest request, SipProfile profile) {
        String method = request.method();
        if (method.equals("CANCEL")) {
            return Refused.with(481);
        }
        if (profile.serves(method) || method.equals("OPTIONS")) {
            return CSeq.read(request.header("CSeq").orElse("")).method().equals(method)
                    ? Optional.empty() : Optional.of(new Refused(400, "CSeq method does not match", List.of()));
        }
        if (method.equals("BYE")) {
            return Refused.with(481);
        }
        return Refused.with(SipMethods.isKnown(method) ? 405 : 501, profile.allow());
    }

    /** §8.2.2.1: sip and sips; im and pres are for clients to resolve (RFC 3428 §5, RFC 3856 §5), but one that comes where it belongs is taken. */
    private static Optional<Refused> scheme(SipRequest request) {
        return request.uri() instanceof SipUri u && belongs(u.scheme(), request.method()) ? Optional.empty() : Refused.with(416);
    }

    private static boolean belongs(SipUri.Scheme scheme, String method) {
        return switch (scheme) {
            case SIP, SIPS -> true;
            case IM -> !method.equals("SUBSCRIBE");                 // RFC7572-5-02
            case PRES -> method.equals("SUBSCRIBE");                // RFC8048-5.1-03
        };
    }

    /** §8.2.2.3: what is not known of Require goes back. */
    private static Optional<Refused> extensions(SipRequest request, SipProfile profile) {
        var unknown = TokenList.of(request, "Require").stream().filter(tag -> !profile.understands(tag)).toList();
        return unknown.isEmpty() ? Optional.empty() : Refused.with(420, new SipHeader("Unsupported", String.join(", ", unknown)));
    }

    /** §11.2: for the gateway itself, each user of a domain that can be reached, and within a dialog, where our Contact is addressed (§12.2.1.1). */
    private static Optional<Refused> options(SipRequest request, SipProfile profile) {
        if (!request.method().equals("OPTIONS")) {
            return Optional.empty();
        }
        var uri = (SipUri) request.uri();
        boolean known = uri.user().isEmpty() || profile.domains().contains(uri.host().toLowerCase(Locale.ROOT))
                || SipDialog.tag(request, "To").isPresent();
        return known ? Optional.of(new Refused(200, Responses.reason(200), served(profile))) : Refused.with(404);
    }

    private static List<SipHeader> served(SipProfile profile) {
        var headers = new ArrayList<>(List.of(profile.allow(), profile.acceptHeader()));
        profile.allowEvents().ifPresent(headers::add);
        headers.add(profile.supported());
        return headers;
    }

    /** §16.3 steps 3 and 4; RFC 5393 §5.3: a request without breadth left may not take even one more way. */
    private static Optional<Refused> hops(SipRequest request, String mark) {
        if (maxForwards(request) == 0) {
            return Refused.with(483);
        }
        if (request.headers("Via").stream().anyMatch(field -> isOurs(field, mark))) {
            return Refused.with(482);
        }
        return request.header("Max-Breadth").filter(b -> number(b) == 0).isPresent() ? Refused.with(440) : Optional.empty();
    }

    /** Nearly no field has the mark in it at all; only one that has is read. */
    private static boolean isOurs(String field, String mark) {
        return field.contains(mark) && Via.readAll(field).stream().anyMatch(via -> via.branch().filter(b -> b.startsWith(mark)).isPresent());
    }

    /** Max-Forwards as it counts: 70 where it is absent (§16.6 step 3), or out of its range of 0 to 255 (§20.22). */
    public static int maxForwards(SipRequest request) {
        return request.header("Max-Forwards").map(RequestChecks::number).filter(n -> n <= 255).orElse(DEFAULT_HOPS);
    }

    /** A number that a reader has let through as digits; what is too large for an int is only large. Other text counts as large. */
    private static int number(String digits) {
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9' || number > 1_000_000) {
                return Integer.MAX_VALUE;
            }
            number = number * 10 + digits.charAt(i) - '0';
        }
        return digits.isEmpty() ? Integer.MAX_VALUE : number;
    }

    /** RFC 6665 §4.2.1.1; a SUBSCRIBE without Event is none of ours either (§4.2.3). Another package counts before its content does. */
    private static Optional<Refused> event(SipRequest request, SipProfile profile) {
        return SipProfile.hasEvent(request.method())
                && request.header("Event").map(EventHeader::read).filter(e -> profile.servesEvent(e.type())).isEmpty()
                ? Refused.with(489, profile.allowEvents().stream().toArray(SipHeader[]::new)) : Optional.empty();
    }

    /** §8.2.3. */
    private static Optional<Refused> content(SipRequest request, SipProfile profile) {
        if (request.body().length() == 0) {
            return Optional.empty();
        }
        var type = request.header("Content-Type").map(ContentType::read);
        if (type.isEmpty()) {
            return Optional.of(new Refused(400, "Missing Content-Type", List.of()));
        }
        String essence = type.get().essence();
        if (!profile.accept().contains(essence) || !understood(request)) {
            return Refused.with(415, profile.acceptHeader());
        }
        boolean decoded = request.headers("Content-Encoding").stream().allMatch(coding -> profile.decodes(essence, coding));
        return decoded || DROPPED_TYPES.contains(essence) ? Optional.empty() : Refused.with(415, profile.acceptEncoding(essence));
    }

    private static boolean understood(SipRequest request) {
        var disposition = request.header("Content-Disposition");
        if (disposition.isEmpty()) {
            return true;
        }
        var scan = new Scan(disposition.get());
        String type = scan.token("Bad Content-Disposition").toLowerCase(Locale.ROOT);
        var handling = HeaderParameter.find(scan.parameters("Bad parameter in Content-Disposition"), "handling").flatMap(HeaderParameter::text);
        return DISPOSITIONS.contains(type) || handling.filter(h -> h.equalsIgnoreCase("optional")).isPresent();
    }
}
