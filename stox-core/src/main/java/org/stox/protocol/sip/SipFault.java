package org.stox.protocol.sip;

/** Why a message cannot be taken, as it goes into a final response. */
final class SipFault extends Exception {

    private static final long serialVersionUID = 1;
    private final int status;

    SipFault(int status, String reason) {
        super(reason, null, false, false);      // no trace: a verdict on foreign input
        this.status = status;
    }

    int status() {
        return status;
    }

    String reason() {
        return getMessage();
    }
}
