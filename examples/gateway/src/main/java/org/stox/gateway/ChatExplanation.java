package org.stox.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.stox.error.ErrorMapping;
import org.stox.protocol.Octets;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.msrp.MsrpHeaders;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.service.MappedField;

/** Which row of RFC 7573 is behind each field of a chat by a session, for people who ask. It decides nothing: the machine has done that. */
final class ChatExplanation {

    /** In the place of a field: the other side needs it, and this side has none. */
    private static final String ADDED = "-";
    private static final String STATES = "http://jabber.org/protocol/chatstates";
    private static final String RECEIPTS = "urn:xmpp:receipts";

    /** RFC 7573 §6, Table 4, and §6.1. */
    private static final Map<String, String> STATE_ROWS = Map.of("active", "6-04", "inactive", "6-05", "composing", "6-06", "paused", "6-07",
            "gone", "6.1-01");

    private ChatExplanation() {
    }

    /** A message with a text, the INVITE that opens its chat, and what is sent then. */
    static List<MappedField> toSip(MessageStanza message, SipRequest invite, Outgoing send) {
        var rows = new ArrayList<MappedField>();
        add(rows, "body", text(message.bodies()), "body of SEND", "4-09");
        add(rows, "subject", text(message.subjects()), header(invite, "Subject"), "4-10");
        add(rows, "thread", message.thread().orElse(""), header(invite, "Call-ID"), "4-04");
        add(rows, "from", message.from().toString(), header(invite, "From"), "4-02");
        add(rows, "resource", message.from().resource().orElse(""), header(invite, "Contact"), "4-02");
        add(rows, "to", message.to().toString(), header(invite, "To"), "4-03");
        add(rows, "id", message.id().orElse(""), "transaction id of SEND: " + send.transaction().orElse(""), "4-06");
        add(rows, "type", message.type().orElse(""), "", "1-02");
        add(rows, "xml:lang", message.lang().orElse(""), content(send, "Content-Language"), "9-01");
        state(message).ifPresent(s -> add(rows, s, s, "", "6-13"));
        if (child(message, RECEIPTS, "request").isPresent()) {
            add(rows, "request", RECEIPTS, "Success-Report: yes", "7-01");
        }
        rows.add(new MappedField(ADDED, "", "Failure-Report: no", rule("7-05")));
        rows.add(new MappedField(ADDED, "", "Message-ID: " + send.messageId(), rule("4-08")));
        attribute(invite, "path").ifPresent(p -> rows.add(new MappedField(ADDED, "", "a=path:" + p, rule("4-12"))));
        return rows;
    }

    /** What has no text: a chat state, a receipt. */
    static List<MappedField> toSip(MessageStanza message, List<Outgoing> sends, List<MsrpRequest> reports, List<SipRequest> requests) {
        var rows = new ArrayList<MappedField>();
        state(message).ifPresent(s -> add(rows, "chat state", s, requests.isEmpty() ? "state: " + sends.stream().findFirst().map(o ->
                o.body().text().contains("<state>active") ? "active" : "idle").orElse("") : requests.get(0).method(), STATE_ROWS.getOrDefault(s, "6-08")));
        reports.stream().findFirst().ifPresent(r -> {
            add(rows, "received", child(message, RECEIPTS, "received").flatMap(e -> e.attribute("id")).orElse(""),
                    "Message-ID: " + r.messageId().orElse(""), "7-02");
            add(rows, ADDED, "", "Status: " + r.header(MsrpHeaders.STATUS).orElse(""), "7-02");
        });
        requests.stream().findFirst().ifPresent(r -> add(rows, "thread", message.thread().orElse(""), header(r, "Call-ID"), "6.1-01"));
        sends.stream().findFirst().ifPresent(s -> add(rows, ADDED, "", "Content-Type: " + content(s, "Content-Type"), "6-10"));
        add(rows, "from", message.from().toString(), "the session", "4-20");
        add(rows, "to", message.to().toString(), "the session", "4-20");
        return rows;
    }

    /** A SEND. */
    static List<MappedField> toXmpp(MsrpRequest send, Octets body, MessageStanza made) {
        var rows = new ArrayList<MappedField>();
        var state = state(made);
        if (made.bodies().isEmpty() && state.isPresent()) {
            add(rows, "isComposing", body.text().contains(">active<") ? IsComposing.State.ACTIVE.toString() : IsComposing.State.IDLE.toString(),
                    "chat state: " + state.get(), state.get().equals("composing") ? "6-02" : "6-03");
        } else {
            add(rows, "body of SEND", body.text(), "body: " + text(made.bodies()), "4-21");
        }
        add(rows, "transaction id", send.transaction(), "id: " + made.id().orElse(""), "4-22");
        add(rows, "session", send.from().last().toString(), "from: " + made.from(), "5-11");
        add(rows, "session", send.to().last().toString(), "to: " + made.to(), "5-10");
        add(rows, "session", "Call-ID", "thread: " + made.thread().orElse(""), "4-21");
        add(rows, "Content-Language", send.header("Content-Language").orElse(""), made.lang().map(l -> "xml:lang: " + l).orElse(""), "9-01");
        add(rows, "Success-Report", send.header(MsrpHeaders.SUCCESS_REPORT).orElse(""),
                child(made, RECEIPTS, "request").map(r -> "request").orElse(""), "7-03");
        add(rows, "Failure-Report", send.header(MsrpHeaders.FAILURE_REPORT).orElse(""), "", "5-19");
        add(rows, "Byte-Range", send.header(MsrpHeaders.BYTE_RANGE).orElse(""), "", "8-01");
        return rows;
    }

    /** A REPORT. */
    static List<MappedField> toXmpp(MsrpRequest report, MessageStanza made) {
        var rows = new ArrayList<MappedField>();
        add(rows, "Message-ID", report.messageId().orElse(""), child(made, RECEIPTS, "received").flatMap(e -> e.attribute("id"))
                .map(i -> "received: " + i).orElse(""), "7-04");
        add(rows, "Status", report.header(MsrpHeaders.STATUS).orElse(""), "received", "7-04");
        add(rows, "transaction id", report.transaction(), "id: " + made.id().orElse(""), "7-04");
        add(rows, "Byte-Range", report.header(MsrpHeaders.BYTE_RANGE).orElse(""), "", "7-07");
        add(rows, "session", report.from().last().toString(), "from: " + made.from(), "4-23");
        return rows;
    }

    /** An INVITE that was accepted: what becomes of it in the stanzas of its chat, and in the answer. */
    static List<MappedField> invited(SipRequest invite, SipResponse reply) {
        var rows = new ArrayList<MappedField>();
        add(rows, "From", header(invite, "From"), "from", "5-01");
        add(rows, "Contact", header(invite, "Contact"), header(invite, "Contact").contains("gr=") ? "resource of from" : "", "5-11");
        add(rows, "Request-URI", invite.uri().toString(), "to", "5-10");
        add(rows, "Call-ID", invite.header("Call-ID").orElse(""), "thread", "5-01");
        add(rows, "Subject", invite.header("Subject").orElse(""), "subject of the first message", "5-15");
        add(rows, "CSeq", invite.header("CSeq").orElse(""), "", "5-01");
        for (var name : List.of("path", "accept-types", "max-size", "setup")) {
            var answered = attribute(reply, name).map(v -> "a=" + name + ":" + v).orElse("");
            add(rows, "a=" + name, attribute(invite, name).orElse(""), answered, name.equals("max-size") ? "8-05" : "5-04");
        }
        add(rows, ADDED, "", header(reply, "Contact"), "5-06");
        return rows;
    }

    /** A BYE. */
    static List<MappedField> ended(SipRequest bye, MessageStanza made) {
        var rows = new ArrayList<MappedField>();
        add(rows, "BYE", bye.header("CSeq").orElse(""), "chat state: " + state(made).orElse(""), "6.1-02");
        add(rows, "Call-ID", bye.header("Call-ID").orElse(""), "thread: " + made.thread().orElse(""), "6.1-02");
        add(rows, "From", bye.header("From").orElse(""), "from: " + made.from(), "5-01");
        add(rows, "To", bye.header("To").orElse(""), "to: " + made.to(), "5-01");
        return rows;
    }

    static List<MappedField> refused(SipResponse response, MessageStanza made, ErrorMapping errors) {
        return List.of(new MappedField("status", String.valueOf(response.status()), StanzaCodec.errorOf(made).map(e -> "error: "
                + e.condition().elementName()).orElse(""), rule("4-15") + ", " + errors.ruleToXmpp(response.status())));
    }

    private static void add(List<MappedField> rows, String field, String from, String to, String row) {
        if (!from.isEmpty() || field.equals(ADDED) && !to.isEmpty() || field.startsWith("a=") && !to.isEmpty()) {
            rows.add(new MappedField(field, from, to, rule(row)));
        }
    }

    private static String rule(String row) {
        return "RFC 7573 " + row.substring(0, row.lastIndexOf('-')) + ", RFC7573-" + row;
    }

    private static Optional<String> state(MessageStanza message) {
        return message.extensions().stream().filter(e -> e.namespace().equals(STATES)).map(XmlElement::name).findFirst();
    }

    private static Optional<XmlElement> child(MessageStanza message, String namespace, String name) {
        return message.extensions().stream().filter(e -> e.is(namespace, name)).findFirst();
    }

    private static String text(List<LangText> texts) {
        return texts.stream().map(LangText::text).findFirst().orElse("");
    }

    private static String header(SipMessage message, String name) {
        return message.header(name).map(v -> name + ": " + v).orElse("");
    }

    private static String content(Outgoing send, String name) {
        return send.content().stream().filter(h -> h.is(name)).map(h -> h.value()).findFirst().orElse("");
    }

    private static Optional<String> attribute(SipMessage message, String name) {
        return message.body().text().lines().map(String::strip).filter(l -> l.startsWith("a=" + name + ":"))
                .map(l -> l.substring(name.length() + 3)).findFirst();
    }
}
