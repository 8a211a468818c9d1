package org.stox.camel.home;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.LoggerFactory;

import org.stox.error.Refusal;

/**
 * The error handler of a gateway. A refusal is an answer, not a fault: Camel writes no message and no trace for it. All else is logged as
 * ever, as a route may have nothing to do with us.
 */
public final class QuietRefusals extends CamelLogger {

    private QuietRefusals() {
        super(LoggerFactory.getLogger("org.apache.camel.processor.errorhandler.DefaultErrorHandler"), LoggingLevel.ERROR);
    }

    /** To be called before routes are added. A context that has an error handler of its own keeps it. */
    public static void in(CamelContext context) {
        var extension = context.getCamelContextExtension();
        if (extension.getErrorHandlerFactory() == null) {
            var handler = new DefaultErrorHandlerDefinition();
            handler.setLoggerBean(new QuietRefusals());
            handler.setRedeliveryPolicy(new RedeliveryPolicyDefinition().logExhaustedMessageHistory(false));
            extension.setErrorHandlerFactory(handler);
        }
    }

    @Override
    public void log(String message, Throwable failure) {
        if (!refusal(failure)) {
            super.log(message, failure);
        }
    }

    private static boolean refusal(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal) {
                return true;
            }
        }
        return false;
    }
}
