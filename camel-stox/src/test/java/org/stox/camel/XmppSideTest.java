package org.stox.camel;


import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import org.stox.camel.XmppSide.Change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class XmppSideTest {

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
            assertFalse(side.isAway());
            streams.is(false, 1);
            assertEquals(Change.LOST, side.look());
            assertTrue(side.isAway());
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
