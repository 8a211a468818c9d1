package org.stox.camel.sip.jain;

import java.io.IOException;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import javax.sip.IOExceptionEvent;
import javax.sip.ListeningPoint;
import javax.sip.SipException;

import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.StackMessageFactory;

import org.stox.camel.sip.Remembered;

/**
 * The JAIN-SIP stack with all put out but its transactions: no sockets, no parser, no dialogs, no router, no event thread. One a
 * listener, and nothing of it is shared but its logger.
 */
final class JainStack extends SipStackImpl {

    private static final int TIMER_J = 64;                  // times T1 (RFC 3261 §17.2.2)

    private final JainProcessor udp;
    private final JainProcessor tcp;
    private final int t1;
    private final AcceptedInvites accepted;
    /** What requests other than INVITE were answered over UDP, see {@link JainServerTransaction}. */
    private final Remembered<byte[]> answered;

    /** @param t1 RFC 3261 §17.1.1.1 in ms; all other timers follow from it */
    JainStack(String address, int port, int t1, StackMessageFactory listener) throws SipException {
        super(settings());
        this.t1 = t1;
        this.accepted = new AcceptedInvites(this);
        this.answered = new Remembered<>(TimeUnit.MILLISECONDS.toNanos((long) TIMER_J * t1), System::nanoTime);
        stopEventThread();
        setMessageFactory(listener);
        setMessageProcessorFactory((stack, host, number, transport) -> new JainProcessor(this, host, number, transport));
        try {
            var first = createListeningPoint(address, port, ListeningPoint.UDP);
            var second = createListeningPoint(address, port, ListeningPoint.TCP);
            createSipProvider(first).addListeningPoint(second);
        } catch (javax.sip.InvalidArgumentException e) {
            throw new SipException(e.getMessage(), e);
        }
        udp = processor(ListeningPoint.UDP);
        tcp = processor(ListeningPoint.TCP);
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.setProperty("javax.sip.STACK_NAME", "stox-" + UUID.randomUUID());
        settings.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        settings.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        settings.setProperty("gov.nist.javax.sip.CANCEL_CLIENT_TRANSACTION_CHECKED", "false");      // it would compare what is not there
        settings.setProperty("gov.nist.javax.sip.STACK_LOGGER", JainStackLogger.class.getName());
        settings.setProperty("gov.nist.javax.sip.SERVER_LOGGER", JainMessageLogger.class.getName());
        settings.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", WheelTimer.class.getName());
        settings.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        settings.setProperty("gov.nist.javax.sip.RELEASE_REFERENCES_STRATEGY", "Aggressive");
        return settings;
    }

    /** The stack starts a thread that is no daemon, for listeners that we do not have; it sees its end at the next event. */
    private void stopEventThread() {
        getEventScanner().forceStop();
        getEventScanner().addEvent(new EventWrapper(new IOExceptionEvent(this, "", 0, ""), null));
    }

    private JainProcessor processor(String transport) {
        for (var processor : getMessageProcessors()) {
            if (processor.getTransport().equalsIgnoreCase(transport)) {
                return (JainProcessor) processor;
            }
        }
        throw new IllegalStateException(transport);
    }

    JainProcessor processor(boolean reliable) {
        return reliable ? tcp : udp;
    }

    int t1() {
        return t1;
    }

    AcceptedInvites accepted() {
        return accepted;
    }

    Remembered<byte[]> answered() {
        return answered;
    }

    @Override
    public SIPServerTransaction createServerTransaction(MessageChannel channel) {
        return new JainServerTransaction(this, (JainServerChannel) channel);
    }

    /** Instead of the stack's own stop, which sleeps a second, touches what other stacks share, and tells no transaction. */
    void close() {
        toExit = true;
        for (var transaction : clientTransactionTable.values()) {
            if (transaction instanceof JainClientTransaction waiting) {
                waiting.lost(new IOException("The listener was stopped"));
            }
        }
        getTimer().stop();
    }

    /** The inherited one sleeps on the thread that finalizes. */
    @Override
    @SuppressWarnings("removal")
    protected void finalize() {
        // close() has been called
    }
}
