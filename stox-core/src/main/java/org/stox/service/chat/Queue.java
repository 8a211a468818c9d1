package org.stox.service.chat;

import java.util.ArrayList;
import java.util.List;

import org.stox.error.Refusal;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.session.Action;

/** Stanzas that wait, in the order in which they came. Each has a sender who will be told what became of it, if that is nothing. */
record Queue(List<MessageStanza> stanzas) {

    static final Queue EMPTY = new Queue(List.of());

    /** More than anybody writes until a phone is picked up. */
    private static final int MAX = 100;

    Queue {
        stanzas = List.copyOf(stanzas);
    }

    static Queue of(MessageStanza first) {
        return new Queue(List.of(first));
    }

    Queue with(MessageStanza message) {
        if (stanzas.size() >= MAX) {
            throw Refusal.xmpp(StanzaError.of(StanzaError.Type.WAIT, Condition.RESOURCE_CONSTRAINT), true);
        }
        var all = new ArrayList<>(stanzas);
        all.add(message);
        return new Queue(all);
    }

    boolean isEmpty() {
        return stanzas.isEmpty();
    }

    boolean isFull() {
        return stanzas.size() >= MAX;
    }

    MessageStanza first() {
        return stanzas.get(0);
    }

    Queue rest() {
        return new Queue(stanzas.subList(1, stanzas.size()));
    }

    /** Without what is no message, such as the word that somebody has left. */
    Queue messages() {
        return new Queue(stanzas.stream().filter(m -> ToPeer.body(m).isPresent()).toList());
    }

    /** Each sender gets his stanza back as an error, with its id (RFC7573-4-15). */
    List<Action> errors(Refusal.Reason reason, ChatContext context) {
        return messages().stanzas.stream().flatMap(m -> ToUser.error(m, reason, context).stream()).toList();
    }
}
