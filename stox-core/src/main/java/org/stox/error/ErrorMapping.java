package org.stox.error;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.stox.address.Jid;
import org.stox.protocol.CleanText;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/** RFC 7247 §7: Table 2 ({@link ConditionTable}) and Table 3 ({@link CodeTable}), with the operator's overrides on top. */
public final class ErrorMapping {

    /** The tables as printed. */
    public static final ErrorMapping DEFAULT = new ErrorMapping(Map.of(), Map.of(), Optional.empty());

    private static final Set<Integer> OF_MSRP = Set.of(400, 403, 404, 408, 413, 415, 423, 425, 428, 481, 501, 506);

    /** What a 405 names in Allow, less the method that it refuses (RFC 3261 §21.4.6). */
    private static final List<String> METHODS = List.of("MESSAGE", "OPTIONS");

    /** The header fields that a response copies from its request (RFC 3261 §8.2.6.2). */
    private static final List<String> COPIED = List.of("Via", "From", "To", "Call-ID", "CSeq");

    private final Map<Condition, Integer> codes;
    private final Map<Integer, Condition> conditions;
    private final Optional<Jid> by;

    private ErrorMapping(Map<Condition, Integer> codes, Map<Integer, Condition> conditions, Optional<Jid> by) {
        this.codes = Map.copyOf(codes);
        this.conditions = Map.copyOf(conditions);
        this.by = by;
    }

    /**
     * A copy with overrides (RFC7247-7-01): a status code with the condition that it becomes ({@code 404=remote-server-not-found}),
     * or a condition with its code ({@code forbidden=403}). What is wrong with one is said in one sentence that starts with its key.
     */
    public ErrorMapping with(Map<String, String> overrides) {
        var newCodes = new EnumMap<Condition, Integer>(Condition.class);
        newCodes.putAll(codes);
        var newConditions = new TreeMap<>(conditions);
        new TreeMap<>(overrides).forEach((key, value) -> {
            if (!key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9')) {
                newConditions.put(code(key, key), condition(key, value));
            } else {
                newCodes.put(condition(key, key), code(key, value));
            }
        });
        return new ErrorMapping(newCodes, newConditions, by);
    }

    /** A copy that names the gateway's domain as the entity that found the error (RFC 6120 §8.3.2). */
    public ErrorMapping by(String domain) {
        return new ErrorMapping(codes, conditions, Optional.of(new Jid(Optional.empty(), domain, Optional.empty())));
    }

    /**
     * The final response to {@code request} (Table 2), with what RFC 3261 demands beside the code; never 408 to a non-INVITE
     * (RFC 4320 §4.2). The tag of To is the transaction's.
     */
    public SipResponse toSip(Refusal.Reason reason, SipRequest request) {
        int status = onTheWire(reason.status().orElseGet(() -> reason.error().map(e -> code(e, reason, request)).orElse(500)),
                reason, request);
        var headers = new ArrayList<SipHeader>();
        for (var name : COPIED) {
            request.headers().stream().filter(h -> h.is(name)).forEach(headers::add);
        }
        headers.addAll(reason.headers());
        if (status < 400) {
            Stream.concat(reason.contacts().stream(), reason.error().flatMap(NewAddress::toSip).stream())
                    .forEach(uri -> headers.add(new SipHeader("Contact", "<" + uri + ">")));
        }
        if (status == 405 && headers.stream().noneMatch(h -> h.is("Allow"))) {
            headers.add(new SipHeader("Allow", METHODS.stream().filter(m -> !m.equals(request.method()))
                    .collect(Collectors.joining(", "))));
        }
        var text = reason.text().or(() -> reason.error().flatMap(StanzaError::text));
        return new SipResponse(status, text.map(t -> ReasonPhrase.of(status, t)).orElseGet(() -> Responses.reason(status)), headers,
                Octets.NONE);
    }

    /** The error that answers the stanza (Table 3); its text is the reason phrase (RFC7247-7-04). */
    public StanzaError toXmpp(Refusal.Reason reason) {
        if (reason.error().isPresent()) {                   // our own words: what comes from SIP has none
            var e = reason.error().get();
            return new StanzaError(e.type(), e.condition(), e.address(), e.text().or(() -> text(reason)), e.by().or(() -> by));
        }
        int status = reason.status().orElse(500);
        var condition = condition(status);
        var address = Optional.<String>empty();
        if (status < 400 && (condition == Condition.GONE || condition == Condition.REDIRECT)) {     // note 1: never for 410
            address = NewAddress.toXmpp(reason.contacts());
            if (condition == Condition.GONE && address.isEmpty()) {
                condition = Condition.REDIRECT;         // RFC7247-7.2-54: a gone without address would say 410
            }
        }
        return new StanzaError(condition.usualType(), condition, address, text(reason), by);
    }

    private static Optional<String> text(Refusal.Reason reason) {
        return reason.text().map(CleanText::oneLine).map(CleanText::forXml).filter(t -> !t.isEmpty());
    }

    /**
     * The code of a REPORT (RFC 4975 §7.1.2; RFC7573-5-17): that of SIP where MSRP has it too (§10), else 408 for what may be over in a
     * while, and 403 for what will not.
     */
    public int toMsrp(Refusal.Reason reason) {
        int status = reason.status().orElseGet(() -> reason.error().map(e -> codes.getOrDefault(e.condition(),
                ConditionTable.row(e.condition()).code(e, new ConditionTable.Situation(reason.bare(), true)))).orElse(500));
        return OF_MSRP.contains(status) ? status : status == 480 || status >= 500 && status < 600 ? 408 : 403;
    }

    /** The row that {@link #toSip} takes, as people cite it. */
    public String ruleToSip(StanzaError error) {
        var row = ConditionTable.row(error.condition());
        return codes.containsKey(error.condition()) ? "stox.error." + error.condition().elementName()
                : "RFC 7247 Table 2, RFC7247-7.1-" + row.rows().replace(", ", ", RFC7247-7.1-");
    }

    /** The row that {@link #toXmpp} takes, as people cite it. */
    public String ruleToXmpp(int status) {
        return conditions.containsKey(status) ? "stox.error." + status
                : "RFC 7247 Table 3, RFC7247-7.2-" + CodeTable.row(status).row();
    }

    private Condition condition(int status) {
        var override = conditions.get(status);
        return override == null ? CodeTable.row(status).condition() : override;
    }

    private int code(StanzaError error, Refusal.Reason reason, SipRequest request) {
        var override = codes.get(error.condition());
        return override != null ? override : ConditionTable.row(error.condition())
                .code(error, new ConditionTable.Situation(reason.bare(), inDialog(request)));
    }

    /** A code that cannot go out as it is becomes the nearest that can. */
    private static int onTheWire(int status, Refusal.Reason reason, SipRequest request) {
        return switch (status) {
            case 408 -> request.method().equals("INVITE") ? 408 : 504;                  // RFC7247-7.1-24, 25
            case 401 -> challenges(reason, "WWW-Authenticate") ? 401 : 403;             // RFC7247-7.1-17
            case 407 -> challenges(reason, "Proxy-Authenticate") ? 407 : 403;           // RFC7247-7.1-22
            default -> status;
        };
    }

    private static boolean challenges(Refusal.Reason reason, String header) {
        return reason.headers().stream().anyMatch(h -> h.is(header));
    }

    /** Whether To has a tag (RFC 3261 §12.2). */
    private static boolean inDialog(SipRequest request) {
        try {
            return request.header("To").flatMap(to -> NameAddr.read(to).tag()).isPresent();
        } catch (SipSyntaxException e) {
            return false;
        }
    }

    private static Condition condition(String key, String name) {
        for (var c : Condition.values()) {
            if (c.elementName().equals(name)) {
                return c;
            }
        }
        throw new IllegalArgumentException(key + ": '" + name + "' is no condition of RFC 6120, such as item-not-found");
    }

    private static int code(String key, String text) {
        if (text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9') && text.charAt(0) >= '3' && text.charAt(0) <= '6') {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(key + ": '" + text + "' is no status code of a failure, 300 to 699");
    }
}
