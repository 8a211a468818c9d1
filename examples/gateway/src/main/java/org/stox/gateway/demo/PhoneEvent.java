package org.stox.gateway.demo;

/**
 * One line from the phone's process.
 *
 * @param kind ready, received (a MESSAGE), told (a NOTIFY), answered (the final response to one of ours, or the report of a message in a
 *        chat); of a chat: invited, said (a message, whole), left
 * @param state Subscription-State of a NOTIFY
 */
record PhoneEvent(String kind, String id, int status, String subject, String language, String type, String state, String body) {

    static PhoneEvent ready() {
        return new PhoneEvent("ready", "", 0, "", "", "", "", "");
    }

    static PhoneEvent received(String subject, String language, String type, String body) {
        return new PhoneEvent("received", "", 0, subject, language, type, "", body);
    }

    static PhoneEvent told(String state, String body) {
        return new PhoneEvent("told", "", 0, "", "", "", state, body);
    }

    static PhoneEvent answered(String id, int status) {
        return new PhoneEvent("answered", id, status, "", "", "", "", "");
    }

    static PhoneEvent invited(String callId) {
        return new PhoneEvent("invited", callId, 0, "", "", "", "", "");
    }

    static PhoneEvent said(String type, String body) {
        return new PhoneEvent("said", "", 0, "", "", type, "", body);
    }

    static PhoneEvent left(String callId) {
        return new PhoneEvent("left", callId, 0, "", "", "", "", "");
    }
}
