package org.stox.scenarios.peer;

/** A SIP user agent that is told what to type, and whose screen is read. */
public interface Phone extends AutoCloseable {

    /** The address of its user, by the SIP side's domain. */
    String USER = "sip:romeo@" + XmppServer.GATEWAY;

    int port();

    /** Sends text to {@code sip:juliet@example.com}, by its outbound proxy. */
    void say(String text);

    /** Waits until it has shown text that came from this URI. */
    void hears(String from, String text);

    @Override
    void close();
}
