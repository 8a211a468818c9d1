package org.stox.service.im;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import org.stox.address.SipUri;
import org.stox.protocol.CleanText;
import org.stox.protocol.LanguageTag;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipTokens;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappedField;
import org.stox.service.MappingPolicy;

/**
 * One message stanza on its way to SIP (RFC 7572 §4, Table 1).
 *
 * @param body the one body that is sent
 * @param from the sender, gr included
 * @param to the receiver: Request-URI and To
 */
record MessageToSip(MessageStanza message, LangText body, SipUri from, SipUri to, IdSource ids) {

    /**
     * A row of the table.
     *
     * @param value what it writes; for the rows with a header field of that name
     * @param source what it reads, to be shown
     */
    record Row(String xmpp, String sip, String rule, Function<MessageToSip, Optional<String>> value,
            Function<MessageStanza, Optional<String>> source) { }

    /** RFC 7572 §4, Table 1. The id is kept beside the transaction (RFC7572-4-17). */
    static final List<Row> TABLE_1 = List.of(
            row("body",     "body of MESSAGE",        "4-13", r -> Optional.of(r.body.text()), m -> body(m).map(LangText::text)),
            row("subject",  "Subject",                "4-14", MessageToSip::subject, m -> chosenSubject(m).map(LangText::text)),
            row("thread",   "Call-ID",                "4-15", r -> Optional.of(r.callId()), MessageStanza::thread),
            row("from",     "From",                   "4-21", r -> Optional.of(r.fromWithTag()), m -> Optional.of(m.from().toString())),
            row("id",       "transaction identifier", "4-17", r -> Optional.empty(), MessageStanza::id),
            row("to",       "To",                     "4-18", r -> Optional.of("<" + r.to + ">"), m -> Optional.of(m.to().toString())),
            row("type",     "(no mapping)",           "4-19", r -> Optional.empty(), MessageStanza::type),             // note 2
            row("xml:lang", "Content-Language",       "4-20", MessageToSip::language, m -> body(m).flatMap(b -> b.lang().or(m::lang))));

    /** Without Via: that is the transaction's. No Contact: RFC 3428 §4 (RFC7572-4-05). CSeq 1: the From tag is new (RFC7572-4-24). */
    SipRequest request() {
        var headers = new ArrayList<SipHeader>(8);
        headers.add(new SipHeader("Max-Forwards", "70"));
        for (var row : TABLE_1) {
            if (isHeader(row.sip())) {
                row.value().apply(this).ifPresent(v -> headers.add(new SipHeader(row.sip(), v)));
            }
        }
        MessageExtensions.stamp(message).flatMap(SentTime::toDate).ifPresent(date -> headers.add(new SipHeader("Date", date)));
        headers.add(new SipHeader("CSeq", "1 MESSAGE"));
        headers.add(new SipHeader("Content-Type", MessageContent.PLAIN));
        return new SipRequest("MESSAGE", to, headers, Octets.utf8(body.text()));
    }

    /** Who may write to whom, and what of it is said. */
    static Optional<MessageToSip> of(MessageStanza message, MappingPolicy policy, IdSource ids) {
        var body = body(message);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        var from = Admission.sender(message.from(), policy);
        var said = MessageExtensions.isCorrection(message) ? marked(body.get(), policy.correction()) : body.get();
        return Optional.of(new MessageToSip(message, said, from, Admission.target(message.to(), policy), ids));
    }

    /** The rows that were applied, with what they read and wrote. */
    static List<MappedField> explain(MessageStanza message, SipRequest request) {
        return TABLE_1.stream().map(row -> new MappedField(row.xmpp(), row.source().apply(message).orElse(""),
                        shown(row.sip(), request), "RFC 7572 Table 1, " + row.rule()))
                .filter(f -> !f.from().isEmpty() || !f.to().isEmpty()).toList();
    }

    private static String shown(String sip, SipRequest request) {
        return isHeader(sip) ? request.header(sip).map(v -> sip + ": " + v).orElse("")
                : sip.startsWith("body") ? request.body().text() : sip.startsWith("(") ? "" : sip;
    }

    private static Row row(String xmpp, String sip, String rule, Function<MessageToSip, Optional<String>> value,
            Function<MessageStanza, Optional<String>> source) {
        return new Row(xmpp, sip, "RFC7572-" + rule, value, source);
    }

    private static boolean isHeader(String sip) {
        return sip.indexOf(' ') < 0;
    }

    /** RFC7572-4-23: the body in the language of the stanza, else the first. One without a character says nothing. */
    private static Optional<LangText> body(MessageStanza message) {
        var bodies = message.bodies();
        if (bodies.size() == 1) {
            return bodies.get(0).text().isEmpty() ? Optional.empty() : Optional.of(bodies.get(0));
        }
        var said = bodies.stream().filter(b -> !b.text().isEmpty()).toList();
        return chosen(said, b -> isLanguage(b.lang(), message.lang()));
    }

    /** BEYOND-EDIT-01: who corrects himself does so by one message more. */
    private static LangText marked(LangText body, String mark) {
        return new LangText(body.lang(), mark + ' ' + body.text());
    }

    private Optional<String> subject() {
        return subject(message, body).map(s -> CleanText.oneLine(s.text())).filter(s -> !s.isEmpty());
    }

    private static Optional<LangText> chosenSubject(MessageStanza message) {
        return body(message).flatMap(body -> subject(message, body));
    }

    /** The subject in the language of the body. */
    private static Optional<LangText> subject(MessageStanza message, LangText body) {
        if (message.subjects().isEmpty()) {
            return Optional.empty();
        }
        var language = body.lang().or(message::lang);
        return chosen(message.subjects(), s -> isLanguage(s.lang().or(message::lang), language));
    }

    private static Optional<LangText> chosen(List<LangText> texts, Predicate<LangText> matches) {
        return texts.stream().filter(matches).findFirst().or(() -> texts.stream().findFirst());
    }

    /** A text without a language of its own has that of its stanza. */
    private static boolean isLanguage(Optional<String> own, Optional<String> wanted) {
        return own.isEmpty() || wanted.isPresent() && own.get().equalsIgnoreCase(wanted.get());
    }

    private Optional<String> language() {
        return body.lang().or(message::lang).filter(LanguageTag::isTag);
    }

    private String callId() {
        return message.thread().filter(t -> !t.isEmpty()).map(ThreadId::toCallId).orElseGet(ids::next);
    }

    private String fromWithTag() {
        var name = MessageExtensions.nick(message).map(n -> SipTokens.quote(n) + ' ').orElse("");
        return name + "<" + from + ">;tag=" + ids.next();
    }
}
