package org.stox.gateway.demo;

import java.util.function.Predicate;

import org.jivesoftware.smack.packet.Message;
import org.jxmpp.jid.impl.JidCreate;

/** Single messages: each step is one, and what must be seen of it at its other end. */
final class MessagePlay extends Scene {

    private static final String LONG = "Good night, good night! Parting is such sweet sorrow. ".repeat(40);

    MessagePlay(Cast cast) {
        super(cast);
    }

    @Override
    void perform() throws Exception {
        fromClient("juliet writes to romeo", text("Art thou not Romeo, and a Montague?"),
                e -> e.body().equals("Art thou not Romeo, and a Montague?") && e.type().equals("text/plain"), "the phone shows the text");
        fromPhone("romeo answers", order("", "", "text/plain", "Neither, fair saint, if either thee dislike."),
                m -> body(m, "Neither, fair saint, if either thee dislike."), "the client shows the text");

        var subject = text("How cam'st thou hither?");
        subject.setSubject("The orchard walls are high");
        fromClient("with a subject", subject, e -> e.subject().equals("The orchard walls are high"), "the phone shows the subject");
        fromPhone("and back", order("Love's light wings", "", "text/plain", "With love's light wings."),
                m -> "Love's light wings".equals(m.getSubject()), "the client shows the subject");

        var czech = text("Ó Romeo, Romeo!");
        czech.setLanguage("cs");
        fromClient("in another language", czech, e -> e.language().equals("cs") && e.body().equals("Ó Romeo, Romeo!"),
                "the phone is told that it is Czech");
        fromPhone("and back", order("", "cs", "text/plain", "Mám mluvit?"), m -> "cs".equals(m.getLanguage()),
                "the client is told that it is Czech");

        fromClient("with an emoji", text("A rose \uD83C\uDF39"), e -> e.body().equals("A rose \uD83C\uDF39"), "the phone shows the rose");
        fromPhone("and back", order("", "", "text/plain", "Two \uD83C\uDF39\uD83C\uDF39"), m -> body(m, "Two \uD83C\uDF39\uD83C\uDF39"),
                "the client shows both");

        var html = text("Good night!");
        html.addExtension(Client.html("Good night!"));
        fromClient("as HTML", html, e -> e.body().contains("Good night!"), "the phone shows the text of it");
        fromPhone("and back", order("", "", "text/html", "<html><body><p>Sleep <strong>well</strong>!</p></body></html>"),
                m -> body(m, "Sleep well!") && m.hasExtension("html", "http://jabber.org/protocol/xhtml-im"),
                "the client has the text and the HTML");

        refusedAtClient("to a SIP user who does not exist", "tybalt@" + Demo.SIP_DOMAIN, "Tybalt?");
        refusedAtPhone("to an XMPP user who does not exist", "sip:rosaline@" + Demo.XMPP_DOMAIN, "Rosaline?");
        refusedAtClient("one that is too long for SIP", ROMEO.toString(), LONG);
        refusedAtPhone("one that is too long for any gateway", "sip:" + JULIET, LONG.repeat(40));
    }

    private void fromClient(String title, Message message, Predicate<PhoneEvent> expected, String what) throws Exception {
        steps.step(title);
        client.send(message);
        steps.outcome(phone("received", expected), what);
    }

    private void refusedAtClient(String title, String to, String body) throws Exception {
        steps.step(title);
        var message = to(to, body);
        client.send(message);
        steps.outcome(message(m -> m.getError() != null && message.getStanzaId().equals(m.getStanzaId())),
                "juliet is told why her message did not arrive");
    }

    private void fromPhone(String title, PhoneOrder order, Predicate<Message> expected, String what) throws Exception {
        steps.step(title);
        phone.send(order);
        var shown = message(m -> m.getError() == null && expected.test(m));
        var answered = answered(order.id(), s -> s >= 200 && s < 300);
        steps.outcome(shown && answered, what + ", and the phone knows that it arrived");
    }

    private void refusedAtPhone(String title, String to, String body) throws Exception {
        steps.step(title);
        var order = PhoneOrder.send(steps.id(), to, "", "", "text/plain", body);
        phone.send(order);
        steps.outcome(answered(order.id(), s -> s >= 400 && s != 408),
                "romeo is told why his message did not arrive");
    }

    private static Message text(String body) throws Exception {
        return to(ROMEO.toString(), body);
    }

    /** Of type normal, which is no chat (RFC7573-1-02). */
    private static Message to(String to, String body) throws Exception {
        return new Message(JidCreate.from(to), body);
    }

    private PhoneOrder order(String subject, String language, String type, String body) {
        return PhoneOrder.send(steps.nextId(), "sip:" + JULIET, subject, language, type, body);
    }
}
