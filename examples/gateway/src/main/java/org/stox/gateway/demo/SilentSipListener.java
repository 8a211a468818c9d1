package org.stox.gateway.demo;

import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.SipListener;
import javax.sip.TransactionTerminatedEvent;

/** The events of JAIN-SIP that a phone for messages does not need. */
abstract class SilentSipListener implements SipListener {

    @Override
    public void processIOException(IOExceptionEvent event) {
        // the transaction times out
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // nothing is kept
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // there is none
    }
}
