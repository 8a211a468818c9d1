package org.stox.camel;

import java.util.List;
import java.util.Map;

import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.junit.jupiter.api.Test;

import org.stox.camel.XmppSide.Change;
import org.stox.status.Figure;
import org.stox.status.Reporting;
import org.stox.status.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class XmppSideTest {

    /** Two streams, of which one is the gateway's. */
    private static final class Streams extends DefaultComponent implements Reporting {

        private boolean open;
        private long connects;

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            throw new UnsupportedOperationException(uri);
        }

        @Override
        public List<Status> status() {
            return List.of(status("other.example.com", false, 0), status("sip.example.com", open, connects));
        }

        private static Status status(String domain, boolean up, long connects) {
            return new Status("xmpp-component", domain, "", up, Map.of(), List.of(new Figure.Total("stox.xmpp.connects", Map.of(), connects)));
        }

        private void is(boolean up, long number) {
            open = up;
            connects = number;
        }
    }

    @Test
    void itComesAndGoesAndIsNoticedWhereItWasAwayBetweenTwoLooks() throws Exception {
        try (var context = new DefaultCamelContext()) {
            var streams = new Streams();
            context.addComponent("xmpp-component", streams);
            var side = new XmppSide(context, "sip.example.com");
            assertEquals(Change.NONE, side.look());
            streams.is(true, 1);
            assertEquals(Change.BACK, side.look());
            assertTrue(side.isUp());
            assertEquals(Change.NONE, side.look());
            streams.is(false, 1);
            assertEquals(Change.LOST, side.look());
            assertEquals(Change.NONE, side.look());
            streams.is(true, 2);
            assertEquals(Change.BACK, side.look());
            streams.is(true, 3);
            assertEquals(Change.AWAY_AND_BACK, side.look());
            assertEquals(Change.NONE, side.look());
        }
    }

    @Test
    void whereNoStreamIsTheGatewaysNothingIsAway() throws Exception {
        try (var context = new DefaultCamelContext()) {
            var side = new XmppSide(context, "sip.example.com");
            side.look();
            assertTrue(side.isUp());
            assertEquals(Change.NONE, side.look());
        }
    }
}
