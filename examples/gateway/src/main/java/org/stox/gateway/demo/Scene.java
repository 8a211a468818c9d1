package org.stox.gateway.demo;

import java.util.Optional;
import java.util.function.Predicate;

import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.impl.JidCreate;

/** A part of the play: who is in it, and what each of them has seen. */
abstract class Scene {

    static final BareJid ROMEO = JidCreate.bareFromOrThrowUnchecked("romeo@" + Demo.SIP_DOMAIN);
    static final BareJid JULIET = JidCreate.bareFromOrThrowUnchecked("juliet@" + Demo.XMPP_DOMAIN);

    final Client client;
    final PhoneProcess phone;
    final Steps steps;
    private final Cast cast;

    /** Those who play, for all scenes, and what has come to them. */
    record Cast(Client client, PhoneProcess phone, Seen<Message> messages, Seen<Presence> presence, Seen<PhoneEvent> atPhone, Steps steps) { }

    Scene(Cast cast) {
        this.cast = cast;
        this.client = cast.client();
        this.phone = cast.phone();
        this.steps = cast.steps();
    }

    abstract void perform() throws Exception;

    /** Whether such a message comes to juliet. */
    final boolean message(Predicate<Message> expected) throws InterruptedException {
        return received(expected).isPresent();
    }

    final Optional<Message> received(Predicate<Message> expected) throws InterruptedException {
        return cast.messages().find(expected);
    }

    final boolean presence(Predicate<Presence> expected) throws InterruptedException {
        return cast.presence().await(expected);
    }

    /** Whether the phone tells such an event. */
    final boolean phone(String kind, Predicate<PhoneEvent> expected) throws InterruptedException {
        return cast.atPhone().await(e -> e.kind().equals(kind) && expected.test(e));
    }

    /** Whether what the phone did in a step was answered with a status of that kind. */
    final boolean answered(String id, Predicate<Integer> status) throws InterruptedException {
        return phone("answered", e -> e.id().equals(id) && status.test(e.status()));
    }

    static boolean body(Message message, String body) {
        return message.getBody() != null && message.getBody().strip().equals(body);
    }
}
