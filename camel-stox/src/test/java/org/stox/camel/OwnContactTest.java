package org.stox.camel;

import java.util.Properties;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.address.SipUri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §8.1.1.8: where requests within our dialogs reach us. */
class OwnContactTest {

    private static String contact(String listen, String peer, String advertise) throws Exception {
        var settings = new Properties();
        settings.put("stox.sip.listen", listen);
        settings.put("stox.sip.peer", peer);
        if (advertise != null) {
            settings.put("stox.sip.advertise", advertise);
        }
        try (var context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(settings);
            return OwnContact.of(context).map(SipUri::toString).orElse("");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.5:5060, 192.0.2.10:5060, , sip:192.0.2.5:5060",
        "192.0.2.5:5070, 192.0.2.10:5060;transport=tcp, , sip:192.0.2.5:5070;transport=tcp",
        "0.0.0.0:5060, 127.0.0.1:5070, , sip:127.0.0.1:5060",
        "0.0.0.0:5060, 127.0.0.1:5070, 203.0.113.5, sip:203.0.113.5:5060",
        "0.0.0.0:5060, 127.0.0.1:5070, gw.example.com:5080, sip:gw.example.com:5080",
        "[::]:5060, 127.0.0.1:5070, [2001:db8::5], sip:[2001:db8::5]:5060",
        "0.0.0.0:5060, nowhere.invalid:5070, , sip:0.0.0.0:5060",
        "5060, 127.0.0.1:5070, , ''"})
    void itIsTheHostThatIsAdvertisedOrListenedOn(String listen, String peer, String advertise, String contact) throws Exception {
        assertEquals(contact, contact(listen, peer, advertise));
    }

    @Test
    void aContextWithoutTheSettingsHasNone() throws Exception {
        try (var context = new DefaultCamelContext()) {
            assertTrue(OwnContact.of(context).isEmpty());
        }
    }
}
