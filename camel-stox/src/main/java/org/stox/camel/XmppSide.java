package org.stox.camel;

import org.apache.camel.CamelContext;

import org.stox.status.Figure;
import org.stox.status.Status;

/** Whether the stream to the XMPP server is there, as its component tells it. Where no stream is the gateway's, nothing is known to be away. */
final class XmppSide {

    /** What has happened since the last look; a stream that is a new one has been away in between. */
    enum Change { NONE, LOST, BACK, AWAY_AND_BACK }

    private static final String SCHEME = "xmpp-component";
    private static final String CONNECTS = "stox.xmpp.connects";

    private final CamelContext context;
    private final String domain;
    private boolean up;
    private volatile boolean away;
    private long connects;

    XmppSide(CamelContext context, String domain) {
        this.context = context;
        this.domain = domain;
    }

    boolean isUp() {
        return up;
    }

    /** For all threads: at the last look it was not there. */
    boolean isAway() {
        return away;
    }

    Change look() {
        var status = StoxStatus.of(context).stream().filter(s -> s.scheme().equals(SCHEME) && s.name().equals(domain)).findFirst();
        boolean before = up;
        long met = connects;
        up = status.map(Status::up).orElse(true);
        away = !up;
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
