package org.stox.gateway.demo;

import java.util.Optional;
import java.util.function.Predicate;

import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smackx.chatstates.ChatState;
import org.jivesoftware.smackx.chatstates.packet.ChatStateExtension;
import org.jivesoftware.smackx.receipts.DeliveryReceipt;
import org.jivesoftware.smackx.receipts.DeliveryReceiptManager;
import org.jivesoftware.smackx.receipts.DeliveryReceiptRequest;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.impl.JidCreate;

/** A chat by MSRP with romeo, from its first message to its end, and then one with a phone that has no MSRP. */
final class ChatPlay extends Scene {

    private static final BareJid NURSE = JidCreate.bareFromOrThrowUnchecked(SipPhone.PLAIN + "@" + Demo.SIP_DOMAIN);
    private static final String LONG = "My bounty is as boundless as the sea, my love as deep; the more I give to thee, the more I have. ".repeat(40).strip();

    private final Ladder ladder;

    ChatPlay(Cast cast, Ladder ladder) {
        super(cast);
        this.ladder = ladder;
    }

    @Override
    void perform() throws Exception {
        steps.step("juliet opens a chat with romeo");
        client.send(chat(ROMEO, "Three words, dear Romeo.", new ChatStateExtension(ChatState.active)));
        steps.outcome(phone("invited", e -> true) && said("Three words, dear Romeo."), "his phone takes the chat and shows the text");
        fromPhone("romeo is typing", PhoneOrder.type(steps.nextId(), "active"), m -> state(m, ChatState.composing), "the client shows it");
        fromPhone("romeo says something", PhoneOrder.say(steps.nextId(), "So thrive my soul."), m -> body(m, "So thrive my soul."),
                "the client shows the text");
        fromClient("juliet is typing", chat(ROMEO, "", new ChatStateExtension(ChatState.composing)), "active");
        fromClient("juliet says something", chat(ROMEO, "A thousand times good night!", new ChatStateExtension(ChatState.active)),
                "A thousand times good night!");

        steps.step("juliet asks whether it arrives");
        var asked = chat(ROMEO, "What o'clock tomorrow?", new DeliveryReceiptRequest());
        client.send(asked);
        steps.outcome(said("What o'clock tomorrow?") && message(m -> receipt(m, asked.getStanzaId())), "the phone reports it, and the client shows that");
        reported("romeo asks whether it arrives", "By the hour of nine.");

        fromPhone("romeo sends what is long, in chunks", PhoneOrder.say(steps.nextId(), LONG), m -> body(m, LONG), "the client has it in one piece");
        fromClient("juliet does too", chat(ROMEO, LONG, new ChatStateExtension(ChatState.active)), LONG);
        fromPhone("romeo leaves", PhoneOrder.leave(steps.nextId()), m -> state(m, ChatState.gone), "the client shows that he has left");

        ladder.phone(SipPhone.PLAIN, "SIP phone");
        steps.step("juliet opens a chat with the nurse, whose phone cannot");
        client.send(chat(NURSE, "What says Romeo?", new ChatStateExtension(ChatState.active)));
        steps.outcome(phone("received", e -> e.body().equals("What says Romeo?")), "the phone shows the text: it has come as a MESSAGE");
        steps.step("and again: the gateway knows by now");
        client.send(chat(NURSE, "Is thy news good?", new ChatStateExtension(ChatState.active)));
        steps.outcome(phone("received", e -> e.body().equals("Is thy news good?")), "the phone shows the text");
    }

    private void fromPhone(String title, PhoneOrder order, Predicate<Message> expected, String what) throws Exception {
        steps.step(title);
        phone.send(order);
        steps.outcome(message(m -> m.getError() == null && expected.test(m)), what);
    }

    private void fromClient(String title, Message message, String said) throws Exception {
        steps.step(title);
        client.send(message);
        steps.outcome(said(said), "the phone shows it");
    }

    private void reported(String title, String body) throws Exception {
        steps.step(title);
        var order = PhoneOrder.ask(steps.id(), body);
        phone.send(order);
        var shown = received(m -> body(m, body) && DeliveryReceiptRequest.from(m) != null);
        if (shown.isPresent()) {
            client.send(DeliveryReceiptManager.receiptMessageFor(shown.get()));
        }
        steps.outcome(shown.isPresent() && answered(order.id(), s -> s == 200), "the client says so, and the phone shows that");
    }

    private boolean said(String text) throws InterruptedException {
        return phone("said", e -> e.body().equals(text));
    }

    private static boolean state(Message message, ChatState state) {
        return message.getExtension(ChatStateExtension.NAMESPACE) instanceof ChatStateExtension e && e.getChatState() == state;
    }

    private static boolean receipt(Message message, String id) {
        return Optional.ofNullable(DeliveryReceipt.from(message)).map(DeliveryReceipt::getId).filter(id::equals).isPresent();
    }

    /** Of type chat, as clients write it. */
    private static Message chat(BareJid to, String body, ExtensionElement extension) {
        var message = new Message(to);
        message.setType(Message.Type.chat);
        if (!body.isEmpty()) {
            message.setBody(body);
        }
        message.addExtension(extension);
        return message;
    }
}
