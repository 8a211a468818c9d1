package org.stox.camel.sip.jain;

import java.util.Properties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import gov.nist.core.StackLogger;

/**
 * What the JAIN-SIP stack logs, to SLF4J: its errors as DEBUG, for each of them is known and handled here, and nothing else. It says
 * that logging is off, so that the stack does not put messages into texts. Made by the stack, by its name.
 */
public final class JainStackLogger implements StackLogger {

    private static final Logger LOG = LoggerFactory.getLogger("org.stox.camel.sip.stack");

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return false;
    }

    @Override
    public void logException(Throwable cause) {
        LOG.debug("JAIN-SIP", cause);
    }

    @Override
    public void logFatalError(String message) {
        LOG.debug("JAIN-SIP: {}", message);
    }

    @Override
    public void logError(String message) {
        LOG.debug("JAIN-SIP: {}", message);
    }

    @Override
    public void logError(String message, Exception cause) {
        LOG.debug("JAIN-SIP: {}", message, cause);
    }

    @Override
    public void logWarning(String message) {
        LOG.debug("JAIN-SIP: {}", message);
    }

    @Override
    public void logInfo(String message) { }

    @Override
    public void logDebug(String message) { }

    @Override
    public void logDebug(String message, Exception cause) { }

    @Override
    public void logTrace(String message) { }

    @Override
    public void logStackTrace() { }

    @Override
    public void logStackTrace(int level) { }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void disableLogging() { }

    @Override
    public void enableLogging() { }

    @Override
    public void setBuildTimeStamp(String stamp) { }

    @Override
    public void setStackProperties(Properties properties) { }

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
