package org.stox.protocol.imdn;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.Octets;
import org.stox.protocol.imdn.Imdn.Kind;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ImdnCodecTest {

    private static List<Imdn> read(String text) {
        return ImdnCodec.read(Octets.utf8(text));
    }

    private static List<Imdn> content(String content) {
        return read("<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>34jk324j</message-id><datetime>2008-04-04T12:16:49-05:00</datetime>"
                + content + "</imdn>");
    }

    /** RFC 5438 §7.2.1.1. */
    @Test
    @Proves("BEYOND-IMDN-02")
    void aDeliveryNotification() {
        var text = """
                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn">
                      <message-id>34jk324j</message-id>
                      <datetime>2008-04-04T12:16:49-05:00</datetime>
                     <recipient-uri>im:bob@example.com</recipient-uri>
                      <original-recipient-uri
                        >im:bob@example.com</original-recipient-uri>
                      <delivery-notification>
                         <status>
                            <delivered/>
                         </status>
                      </delivery-notification>
                    </imdn>
                """;
        assertEquals(List.of(new Imdn("34jk324j", "2008-04-04T12:16:49-05:00", Optional.of("im:bob@example.com"), Kind.DELIVERY, "delivered")),
                read(text));
    }

    @ParameterizedTest
    @CsvSource({"delivery-notification, failed, DELIVERY", "display-notification, displayed, DISPLAY",
        "processing-notification, stored, PROCESSING", "delivery-notification, unheard-of, DELIVERY"})
    @Proves({"BEYOND-IMDN-02", "BEYOND-MARK-02"})
    void eachKindWithItsStatus(String element, String status, Kind kind) {
        var told = content("<" + element + "><status><x xmlns='urn:x'/><" + status + "/></status></" + element + ">");
        assertEquals(List.of(new Imdn("34jk324j", "2008-04-04T12:16:49-05:00", Optional.empty(), kind, status)), told);
    }

    @Test
    @Proves("BEYOND-IMDN-02")
    void aDocumentThatTellsOfNothingTellsNothing() {
        assertEquals(List.of(), content(""));
        assertEquals(List.of(), content("<delivery-notification><status/></delivery-notification>"));
    }

    @Test
    @Proves("BEYOND-IMDN-03")
    void whatIsWrittenIsReadAgain() {
        var imdn = new Imdn("a<&b", "2026-11-29T18:00:00+01:00", Optional.of("sip:romeo@example.net"), Kind.DISPLAY, "displayed");
        assertEquals(List.of(imdn), ImdnCodec.read(ImdnCodec.write(imdn)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<imdn/>", "<imdn xmlns='urn:ietf:params:xml:ns:imdn'/>", "<imdn xmlns='urn:ietf:params:xml:ns:imdn'>",
        "<!DOCTYPE x><imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>a</message-id></imdn>"})
    @Proves("BEYOND-IMDN-02")
    void whatIsNoNotificationIsSaidToBeNone(String text) {
        assertThrows(ImdnException.class, () -> read(text));
    }

    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-MARK-01"})
    void aRequestIsAListOfWhichTheUnknownIsPassedOver() {
        assertEquals(EnumSet.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY),
                Disposition.readAll("positive-delivery ; x=y,display, Display,interworking"));
        assertEquals(EnumSet.noneOf(Disposition.class), Disposition.readAll(""));
        assertEquals("positive-delivery, negative-delivery, display", Disposition.write(
                EnumSet.of(Disposition.DISPLAY, Disposition.NEGATIVE_DELIVERY, Disposition.POSITIVE_DELIVERY)));
    }
}
