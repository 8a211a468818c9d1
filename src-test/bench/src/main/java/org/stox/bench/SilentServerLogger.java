package org.stox.bench;

import java.util.Properties;

import javax.sip.SipStack;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;

/** JAIN-SIP needs a logger class; this one says nothing. */
public final class SilentServerLogger implements ServerLogger {

    @Override
    public void closeLogFile() { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) { }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) { }

    @Override
    public void logException(Exception ex) { }

    @Override
    public void setStackProperties(Properties stackProperties) { }

    @Override
    public void setSipStack(SipStack sipStack) { }
}
