package org.stox.service.chat;

import java.util.ArrayList;
import java.util.List;

import org.stox.protocol.Octets;
import org.stox.protocol.sip.SessionTimer;
import org.stox.protocol.sip.SipDialog;
import org.stox.session.Action;

/** The INVITE dialog of a chat (RFC 3261 §12 to §15) and its session timer (RFC 4028). */
record Call(SipDialog dialog, Phase phase, SessionTimer timer) {

    static final String REFRESH = "refresh";
    static final String EXPIRE = "expire";
    static final String ACK = "ack";

    /** Requests that a process may have sent and not remembered. */
    static final int FORGOTTEN = 16;

    enum Phase {
        /** Our 2xx has gone; before the ACK we may not end the dialog (§15). */
        ANSWERED,
        /** Our 2xx had the offer: the ACK brings the answer. */
        OFFERED,
        CONFIRMED,
        /** A re-INVITE of ours has no answer yet. */
        REFRESHING
    }

    Call on(SipDialog changed) {
        return new Call(changed, phase, timer);
    }

    Call in(Phase next) {
        return new Call(dialog, next, timer);
    }

    Call with(SessionTimer agreed) {
        return new Call(dialog, phase, agreed);
    }

    boolean isConfirmed() {
        return phase == Phase.CONFIRMED || phase == Phase.REFRESHING;
    }

    /** With the next number. */
    Action bye() {
        return new Action.ToSip(dialog.next().request("BYE", List.of(), Octets.NONE));
    }

    /** After each 2xx that says something of them. */
    List<Action> timers() {
        var timers = new ArrayList<Action>(2);
        timers.add(timer.refreshAfter().<Action>map(d -> new Action.Start(REFRESH, d)).orElse(new Action.Cancel(REFRESH)));
        timers.add(timer.endAfter().<Action>map(d -> new Action.Start(EXPIRE, d)).orElse(new Action.Cancel(EXPIRE)));
        return timers;
    }
}
