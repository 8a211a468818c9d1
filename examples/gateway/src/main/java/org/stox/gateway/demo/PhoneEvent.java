package org.stox.gateway.demo;

/**
 * One line from the phone's process.
 *
 * @param kind ready, received (a MESSAGE) or answered (the final response to one of ours)
 */
record PhoneEvent(String kind, String id, int status, String subject, String language, String type, String body) {

    static PhoneEvent ready() {
        return new PhoneEvent("ready", "", 0, "", "", "", "");
    }

    static PhoneEvent received(String subject, String language, String type, String body) {
        return new PhoneEvent("received", "", 0, subject, language, type, body);
    }

    static PhoneEvent answered(String id, int status) {
        return new PhoneEvent("answered", id, status, "", "", "", "");
    }
}
