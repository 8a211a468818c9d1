package org.stox.camel;

import org.apache.camel.CamelContext;

import org.stox.status.Figure;
import org.stox.status.Status;

/** Whether the stream to the XMPP server is there, as its component tells it. Where no stream is the gateway's, nothing is known to be away. */
final class XmppSide {

    /** What has happened since the last look; a stream that is a new one has been away in between. */
    enum Change { NONE, LOST, BACK, AWAY_AND_BACK }

    private enum State { NOT_LOOKED_AT, UP, AWAY }

    private static final String SCHEME = "xmpp-component";
    private static final String CONNECTS = "stox.xmpp.connects";

    private final CamelContext context;
    private final String domain;
    /** Changed by one thread, read by all. */
    private volatile State state = State.NOT_LOOKED_AT;
    private long connects;

    XmppSide(CamelContext context, String domain) {
        this.context = context;
        this.domain = domain;
    }

    boolean isUp() {
        return state == State.UP;
    }

    /** Not before it was looked at. */
    boolean isAway() {
        return state == State.AWAY;
    }

    Change look() {
        var status = StoxStatus.of(context).stream().filter(s -> s.scheme().equals(SCHEME) && s.name().equals(domain)).findFirst();
        boolean before = isUp();
        long met = connects;
        boolean up = status.map(Status::up).orElse(true);
        state = up ? State.UP : State.AWAY;
        connects = status.map(XmppSide::connects).orElse(0L);
        if (before && !up) {
            return Change.LOST;
        }
        if (!before) {
            return up ? Change.BACK : Change.NONE;
        }
        return connects == met ? Change.NONE : Change.AWAY_AND_BACK;
    }

    private static long connects(Status status) {
        return status.figures().stream().filter(f -> f.name().equals(CONNECTS) && f instanceof Figure.Total)
                .mapToLong(f -> ((Figure.Total) f).count()).sum();
    }
}
