package org.stox.service.im;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.CleanText;
import org.stox.protocol.LanguageTag;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.sip.Via;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappedField;
import org.stox.service.MappingPolicy;

/**
 * One MESSAGE on its way to XMPP (RFC 7572 §5, Table 2).
 *
 * @param from the sender, a full JID if the From has a GRUU (note 1)
 * @param to the receiver, of the Request-URI: where To differs, the request was retargeted (RFC7572-5-13)
 */
record MessageToXmpp(SipRequest request, MessageContent.Text content, Jid from, Jid to, IdSource ids) {

    /**
     * A row of the table.
     *
     * @param value what it writes
     * @param source what it reads, to be shown
     */
    record Row(String sip, String xmpp, String rule, Function<MessageToXmpp, Optional<String>> value,
            Function<SipRequest, Optional<String>> source) { }

    private static final Row CALL_ID = row("Call-ID", "thread", "5-08", r -> r.request.header("Call-ID").map(ThreadId::toThread));

    private static final Row CONTENT_LANGUAGE = row("Content-Language", "xml:lang", "5-09",
            r -> r.request.header("Content-Language").flatMap(LanguageTag::first));

    private static final Row CSEQ = row("CSeq", "(no mapping)", "5-10", r -> Optional.empty());

    private static final Row FROM = row("From", "from", "5-11", r -> Optional.of(r.from.toString()));

    private static final Row SUBJECT = row("Subject", "subject", "5-12", MessageToXmpp::subject);

    private static final Row REQUEST_URI = row("Request-URI", "to", "5-13", r -> Optional.of(r.to.toString()),
            r -> Optional.of(r.uri().toString()));

    private static final Row BODY = row("body of MESSAGE", "body", "5-14", r -> Optional.of(CleanText.forXml(r.content.text())),
            r -> Optional.of(r.body().text()));

    private static final Row TRANSACTION = row("transaction identifier", "id", "5-15",
            r -> r.ownId().or(() -> branch(r.request)).or(() -> Optional.of(r.ids.next())), MessageToXmpp::branch);

    /** RFC 7572 §5, Table 2. */
    static final List<Row> TABLE_2 = List.of(CALL_ID, CONTENT_LANGUAGE, CSEQ, FROM, SUBJECT, REQUEST_URI, BODY, TRANSACTION);

    /** Without a type, which is normal (RFC7572-5-17). */
    MessageStanza stanza() {
        return new MessageStanza(from, to, value(TRANSACTION), Optional.empty(), value(CONTENT_LANGUAGE), texts(SUBJECT), texts(BODY),
                value(CALL_ID), Optional.empty(), content.html().map(List::of).orElse(List.of()));
    }

    /** Who may write to whom, and what is said. */
    static Optional<Received> read(SipRequest request, MappingPolicy policy, IdSource ids) {
        var to = Admission.target(request, policy);
        var header = Admission.from(request);
        var from = Admission.sender(header, policy);
        return MessageContent.read(request, uri -> policy.jid(uri).bare().equals(from.bare()))
                .map(content -> Received.of(request, header, content, from, to, ids));
    }

    /** The rows that were applied, with what they read and wrote. */
    static List<MappedField> explain(SipRequest request, MessageStanza stanza) {
        return TABLE_2.stream().map(row -> new MappedField(row.sip(), row.source().apply(request).orElse(""), shown(row, stanza),
                "RFC 7572 Table 2, " + row.rule())).filter(f -> !f.from().isEmpty() || !f.to().isEmpty()).toList();
    }

    private static String shown(Row row, MessageStanza stanza) {
        return switch (row.xmpp()) {
            case "thread" -> stanza.thread().orElse("");
            case "xml:lang" -> stanza.lang().orElse("");
            case "from" -> stanza.from().toString();
            case "subject" -> stanza.subjects().stream().map(LangText::text).findFirst().orElse("");
            case "to" -> stanza.to().toString();
            case "body" -> stanza.bodies().stream().map(LangText::text).findFirst().orElse("");
            case "id" -> stanza.id().orElse("");
            default -> "";
        };
    }

    private static Row row(String header, String xmpp, String rule, Function<MessageToXmpp, Optional<String>> value) {
        return row(header, xmpp, rule, value, r -> r.header(header));
    }

    private static Row row(String sip, String xmpp, String rule, Function<MessageToXmpp, Optional<String>> value,
            Function<SipRequest, Optional<String>> source) {
        return new Row(sip, xmpp, "RFC7572-" + rule, value, source);
    }

    private Optional<String> value(Row row) {
        return row.value().apply(this);
    }

    private List<LangText> texts(Row row) {
        return value(row).map(t -> List.of(new LangText(Optional.empty(), t))).orElse(List.of());
    }

    private Optional<String> subject() {
        return request.header("Subject").or(content.wrapper()::subject).map(CleanText::oneLine).map(CleanText::forXml).filter(s -> !s.isEmpty());
    }

    /** By which its sender wants to hear of it: then it is the id on both sides, whatever hops have done to the branch (BEYOND-IMDN-04). */
    private Optional<String> ownId() {
        return content.wrapper().asked().isEmpty() ? Optional.empty() : content.wrapper().messageId().map(CleanText::forXml);
    }

    /** The branch of the top Via, cookie included. */
    private static Optional<String> branch(SipRequest request) {
        try {
            return request.header("Via").flatMap(v -> Via.readAll(v).get(0).branch());
        } catch (SipSyntaxException e) {
            throw Refusal.sip(400, e.getMessage());
        }
    }
}
