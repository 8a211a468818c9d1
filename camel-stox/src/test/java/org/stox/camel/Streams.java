package org.stox.camel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

import org.stox.status.Figure;
import org.stox.status.Reporting;
import org.stox.status.Status;

/** Two streams, of which one is the gateway's. */
final class Streams extends DefaultComponent implements Reporting {

    /** A permit for each time that it was looked at. */
    final Semaphore looks = new Semaphore(0);
    private boolean open;
    private long connects;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        throw new UnsupportedOperationException(uri);
    }

    @Override
    public List<Status> status() {
        looks.release();
        return List.of(status("other.example.com", false, 0), status("sip.example.com", open, connects));
    }

    private static Status status(String domain, boolean up, long connects) {
        return new Status("xmpp-component", domain, "", up, Map.of(), List.of(new Figure.Total("stox.xmpp.connects", Map.of(), connects)));
    }

    void is(boolean up, long number) {
        open = up;
        connects = number;
    }
}
