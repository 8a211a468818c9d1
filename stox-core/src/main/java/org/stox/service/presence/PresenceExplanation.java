package org.stox.service.presence;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.stox.address.Jid;
import org.stox.error.ErrorMapping;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.Pidf.Contact;
import org.stox.protocol.pidf.Pidf.Note;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.service.MappedField;
import org.stox.service.MappingPolicy;

/**
 * Which row of RFC 8048 is behind each field of what presence became, for people who ask. It decides nothing: the machines have done that,
 * and notifications are explained by the rows of Table 1 and Table 2 themselves.
 */
public final class PresenceExplanation {

    /** In the place of a field: the other side needs it, and this side has none. */
    private static final String ADDED = "-";

    /** What a header of the request that was made says of the stanza. */
    private record Row(String field, Function<PresenceStanza, String> read, String header, String rule) { }

    private static final Row FROM = row("from", s -> s.from().toString(), "From", "6.2-07");
    private static final Row TO = row("to", s -> s.to().toString(), "To", "6.2-09");
    private static final Row ID = row("id", s -> s.id().orElse(""), "", "6.2-08");

    /** RFC 8048 §5.2, §5.3 and §7.1: stanzas that are no notification. */
    private static final Map<String, List<Row>> TO_SIP = Map.of(
            "subscribe",    List.of(type("CSeq", "5.2.1-01"), FROM, TO, nick(), added("Event", "5.2.1-01"),
                                    added("Expires", "5.2.1-02"), added("Contact", "5.2.1-03"), ID),
            "unsubscribe",  List.of(type("Expires", "5.2.3-01"), FROM, TO, added("CSeq", "5.2.3-01"), ID),
            "probe",        List.of(type("Expires", "7.1-01"), FROM, TO, added("CSeq", "7.1-01"), ID),
            "subscribed",   List.of(type("Subscription-State", "5.3.1-08"), FROM, TO, ID),
            "unsubscribed", List.of(type("Subscription-State", "5.3.1-09"), FROM, TO, ID),
            "error",        List.of(row("error", PresenceExplanation::condition, "Subscription-State", "5.3.1-13"), FROM, TO));

    /** RFC 8048 §5.3 and §7.2: what a SUBSCRIBE becomes, by the type of the stanza. */
    private static final Map<String, String> SUBSCRIBES = Map.of("subscribe", "5.3.1-04", "unavailable", "5.3.3-03");

    /** RFC 8048 §5.2.2: the responses that end an authorization. */
    private static final Map<Integer, String> REFUSING = Map.of(403, "5.2.2-06", 489, "5.2.2-07", 603, "5.2.2-08");

    private PresenceExplanation() {
    }

    public static List<MappedField> toSip(PresenceStanza stanza, SipRequest made, MappingPolicy policy) {
        var rows = TO_SIP.get(stanza.type().orElse(""));
        return rows == null ? notification(stanza, made, policy) : explained(rows, stanza, made);
    }

    private static List<MappedField> explained(List<Row> rows, PresenceStanza stanza, SipRequest made) {
        return rows.stream().map(r -> new MappedField(r.field(), r.read().apply(stanza), shown(r.header(), made), r.rule()))
                .filter(f -> !f.from().isEmpty() || f.field().equals(ADDED)).toList();
    }

    /** Table 1, and what the dialog and RPID add. */
    private static List<MappedField> notification(PresenceStanza stanza, SipRequest made, MappingPolicy policy) {
        var availability = Availability.of(stanza, Instant.EPOCH);
        var source = new PresenceToSip(availability, policy.sipUri(stanza.from().bare()), policy.sipUri(stanza.to().bare()));
        var fields = new ArrayList<MappedField>();
        PresenceToSip.TABLE_1.forEach(r -> fields.add(new MappedField(r.xmpp(), read(r.xmpp(), stanza),
                source.value(r).map(v -> r.sip() + ": " + (r.xmpp().equals("priority") ? decimal(v) : v)).orElse(""), "RFC 8048 Table 1, " + r.rule())));
        if (availability.open()) {
            Activities.of(availability).ifPresent(a -> fields.add(new MappedField("show", read("show", stanza), "person: rpid:" + a,
                    "RFC 4480 3.2, RFC8048-6.2-27")));
        }
        fields.add(new MappedField(ADDED, "", shown("Subscription-State", made), rule("6.2-32")));
        return fields.stream().filter(f -> !f.from().isEmpty() || !f.to().isEmpty()).toList();
    }

    private static String read(String field, PresenceStanza stanza) {
        return switch (field) {
            case "resource" -> stanza.from().resource().orElse("");
            case "from" -> stanza.from().toString();
            case "id" -> stanza.id().orElse("");
            case "to" -> stanza.to().toString();
            case "type" -> stanza.type().orElse("(none)");
            case "xml:lang" -> stanza.lang().orElse("");
            default -> stanza.xml().child(PresenceStanza.NAMESPACE, field).map(XmlElement::text).orElse("");
        };
    }

    /** @param made what was made of the request, in its order */
    public static List<MappedField> toXmpp(SipRequest request, List<PresenceStanza> made) {
        var first = made.get(0);
        var fields = new ArrayList<MappedField>();
        var type = made.stream().filter(s -> !s.isNotification()).flatMap(s -> s.type().stream()).findFirst();
        if (request.method().equals("NOTIFY")) {
            var state = request.header("Subscription-State").orElse("");
            fields.add(new MappedField("Subscription-State", state, type.map(t -> "type: " + t).orElse(""),
                    rule(type.filter("unsubscribed"::equals).isPresent() ? "5.2.2-12" : type.isPresent() ? "5.2.1-11" : "6.3-01")));
            fields.addAll(notification(request, first.from().bare(), first.to()));
        } else {
            var expires = request.header("Expires").orElse("");
            var rule = SUBSCRIBES.getOrDefault(first.type().orElse(""), expires.equals("0") ? "7.2-01" : "5.3.1-07");
            fields.add(new MappedField("SUBSCRIBE", expires.isEmpty() ? "" : "Expires: " + expires, "type: " + first.type().orElse(""), rule(rule)));
        }
        fields.add(new MappedField("From", request.header("From").orElse(""), "from: " + first.from().bare(), rule("6.3-07")));
        if (first.xml().child(Nickname.NAMESPACE, "nick").isPresent()) {
            fields.add(new MappedField("display name", NameAddr.read(request.header("From").orElse("")).displayName().orElse(""),
                    "nick: " + first.xml().child(Nickname.NAMESPACE, "nick").map(XmlElement::text).orElse(""), "XEP-0172 4.2"));
        }
        fields.add(SipDialog.tag(request, "To").isPresent()
                ? new MappedField("To", request.header("To").orElse(""), "to: " + first.to(), rule("6.3-09"))
                : new MappedField("Request-URI", request.uri().toString(), "to: " + first.to(), rule("5.3.1-05")));
        return List.copyOf(fields);
    }

    /** Table 2 for each tuple; addresses are not of a tuple. */
    private static List<MappedField> notification(SipRequest request, Jid contact, Jid watcher) {
        var language = request.header("Content-Language");
        return NotifyRequest.document(request).stream().flatMap(pidf -> pidf.tuples().stream().filter(t -> t.basic().isPresent())
                .map(t -> new PresenceToXmpp(pidf, t, language, contact, watcher)).flatMap(PresenceExplanation::tuple)).toList();
    }

    private static Stream<MappedField> tuple(PresenceToXmpp source) {
        var id = new MappedField("tuple id", source.tuple().id(), "resource: " + TupleId.resource(source.tuple().id()).orElse("(none)"),
                rule("6.3-16"));
        return Stream.concat(Stream.of(id), PresenceToXmpp.TABLE_2.stream().filter(r -> !r.sip().equals("From") && !r.sip().equals("To"))
                .map(r -> new MappedField(r.sip(), read(r.sip(), source), source.value(r).map(v -> r.xmpp() + ": " + v)
                        .orElse(r.xmpp().equals("type") ? "(no type)" : ""), "RFC 8048 Table 2, " + r.rule()))
                .filter(f -> !f.from().isEmpty() || !f.to().isEmpty()));
    }

    /** An activity stands for show where there is none. */
    private static String read(String field, PresenceToXmpp source) {
        var tuple = source.tuple();
        var person = source.pidf().person();
        return switch (field) {
            case "basic status" -> tuple.basic().map(Pidf.Basic::toString).orElse("");
            case "Content-Language" -> source.language().orElse("");
            case "priority for tuple" -> tuple.contact().flatMap(Contact::priority).map(p -> decimal(p.toString())).orElse("");
            case "note" -> Stream.of(tuple.notes(), source.pidf().notes(), person.map(Pidf.Person::notes).orElse(List.of()))
                    .flatMap(List::stream).map(Note::text).findFirst().orElse("");
            case "show" -> tuple.show().orElseGet(() -> String.join(", ", Stream.concat(tuple.activities().stream(),
                    person.stream().flatMap(p -> p.activities().stream())).map(a -> "rpid:" + a).toList()));
            default -> "";
        };
    }

    /** What the answer to a request of ours became: for a NOTIFY, that the watcher is gone. */
    public static List<MappedField> toXmpp(SipResponse response, PresenceStanza made, ErrorMapping errors) {
        if (made.is("unavailable")) {
            return List.of(new MappedField("status", String.valueOf(response.status()), "type: unavailable", rule("5.3.3-03") + ", RFC 6665 4.2.2"));
        }
        var rule = made.isError() ? rule("5.2.1-17") + ", " + errors.ruleToXmpp(response.status())
                : response.status() < 300 ? rule("5.2.3-03") : rule(REFUSING.getOrDefault(response.status(), "5.2.2-11"));
        var to = made.isError() ? "error: " + condition(made) : "type: " + made.type().orElse("");
        return List.of(new MappedField("status", String.valueOf(response.status()), to, rule));
    }

    private static String decimal(String thousandths) {
        return BigDecimal.valueOf(Integer.parseInt(thousandths), 3).stripTrailingZeros().toPlainString();
    }

    private static String condition(PresenceStanza stanza) {
        return StanzaCodec.errorOf(stanza).map(e -> e.condition().elementName()).orElse("");
    }

    private static String shown(String header, SipRequest made) {
        return made.header(header).map(v -> header + ": " + v).orElse("");
    }

    private static Row type(String header, String rule) {
        return row("type", s -> s.type().orElse(""), header, rule);
    }

    private static Row added(String header, String rule) {
        return row(ADDED, s -> "", header, rule);
    }

    private static Row nick() {
        return new Row("nick", s -> s.xml().child(Nickname.NAMESPACE, "nick").map(XmlElement::text).orElse(""), "From", "XEP-0172 4.2");
    }

    private static Row row(String field, Function<PresenceStanza, String> read, String header, String rule) {
        return new Row(field, read, header, rule(rule));
    }

    private static String rule(String row) {
        return "RFC 8048 " + row.substring(0, row.lastIndexOf('-')) + ", RFC8048-" + row;
    }
}
