package org.stox.camel.sip.jain;

import java.util.Properties;

import javax.sip.SipStack;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;

/** The stack's log of messages, which stays empty: what crosses is reported by the tap. Made by the stack, by its name. */
public final class JainMessageLogger implements ServerLogger {

    @Override
    public void closeLogFile() { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) { }

    @Override
    public void logException(Exception cause) { }

    @Override
    public void setStackProperties(Properties properties) { }

    @Override
    public void setSipStack(SipStack stack) { }
}
