package org.stox.camel;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** These tests run on several versions of Camel (src-test/compat); here it shows if they only seem to. */
class CamelVersionTest {

    @Test
    void theVersionIsTheOneThatTheBuildNames() {
        assertEquals(System.getProperty("test.camel.version"), new DefaultCamelContext().getVersion());
    }
}
