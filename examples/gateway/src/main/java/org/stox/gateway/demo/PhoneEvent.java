package org.stox.gateway.demo;

/**
 * One line from the phone's process.
 *
 * @param kind ready, received (a MESSAGE), told (a NOTIFY) or answered (the final response to one of ours)
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
}
