package org.stox.camel;

import java.util.Optional;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** RFC 3261 §8.1.1.8: where requests within our dialogs reach us. */
class OwnContactTest {

    @Test
    @Proves("RFC8048-5.2.1-03")
    void itIsWhatTheSipComponentSaysAsSoonAsThereIsOne() throws Exception {
        try (var context = new DefaultCamelContext()) {
            var own = new OwnContact(context);
            assertEquals(Optional.empty(), own.contact());
            var there = SipUri.of("x", "192.0.2.5");
            context.addComponent("sip", new Listening(there));
            assertEquals(Optional.of(there), own.contact());
        }
    }
}
