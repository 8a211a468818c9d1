package org.stox.camel.springboot;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.LoggerFactory;

import org.stox.error.Refusal;

/**
 * A refusal is an answer, not a fault: Camel writes no message and no trace for it. All else is logged as ever, as the routes of the
 * application may have nothing to do with us. An application that has an error handler of its own keeps it.
 */
final class QuietRefusals implements CamelContextConfiguration {

    @Override
    public void beforeApplicationStart(CamelContext context) {
        var extension = context.getCamelContextExtension();
        if (extension.getErrorHandlerFactory() == null) {
            var handler = new DefaultErrorHandlerDefinition();
            handler.setLoggerBean(new Logger());
            handler.setRedeliveryPolicy(new RedeliveryPolicyDefinition().logExhaustedMessageHistory(false));
            extension.setErrorHandlerFactory(handler);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // all is done
    }

    private static final class Logger extends CamelLogger {

        private Logger() {
            super(LoggerFactory.getLogger("org.apache.camel.processor.errorhandler.DefaultErrorHandler"), LoggingLevel.ERROR);
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
}
