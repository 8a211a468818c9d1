package org.stox.gateway.demo;

/**
 * One line to the phone's process.
 *
 * @param kind send a MESSAGE, watch somebody's presence, or tell one's own to all who watch
 * @param state of the subscriptions of those who watch, as in Subscription-State
 */
record PhoneOrder(Kind kind, String id, String to, String subject, String language, String type, String state, String body) {

    enum Kind { SEND, WATCH, TELL }

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
}
