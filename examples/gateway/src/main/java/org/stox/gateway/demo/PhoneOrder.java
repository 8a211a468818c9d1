package org.stox.gateway.demo;

/**
 * One line to the phone's process.
 *
 * @param kind send a MESSAGE; watch somebody's presence, or tell one's own to all who watch; in the chat that there is: say something, ask
 *        to be told that it arrives, say that one is typing or not, leave
 * @param state of the subscriptions of those who watch, as in Subscription-State; of a composer, as in isComposing
 */
record PhoneOrder(Kind kind, String id, String to, String subject, String language, String type, String state, String body) {

    enum Kind { SEND, WATCH, TELL, SAY, ASK, TYPE, LEAVE }

    static PhoneOrder send(String id, String to, String subject, String language, String type, String body) {
        return new PhoneOrder(Kind.SEND, id, to, subject, language, type, "", body);
    }

    static PhoneOrder watch(String id, String to) {
        return new PhoneOrder(Kind.WATCH, id, to, "", "", "", "", "");
    }

    /** @param body a presence document, or nothing */
    static PhoneOrder tell(String id, String state, String body) {
        return new PhoneOrder(Kind.TELL, id, "", "", "", "", state, body);
    }

    static PhoneOrder say(String id, String body) {
        return new PhoneOrder(Kind.SAY, id, "", "", "", "", "", body);
    }

    static PhoneOrder ask(String id, String body) {
        return new PhoneOrder(Kind.ASK, id, "", "", "", "", "", body);
    }

    static PhoneOrder type(String id, String state) {
        return new PhoneOrder(Kind.TYPE, id, "", "", "", "", state, "");
    }

    static PhoneOrder leave(String id) {
        return new PhoneOrder(Kind.LEAVE, id, "", "", "", "", "", "");
    }
}
