package org.stox.protocol.cpim;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Octets;
import org.stox.protocol.cpim.CpimMessage.Header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CpimCodecTest {

    @Test
    void headersAndContentAreApart() {
        var message = read("From: MR SANDERS <im:piglet@100akerwood.com>\r\nSubject:;lang=fr beau \\\"temps\\\" \\u00e9\\n\\x\r\n\r\n"
                + "Content-type: text/xml; charset=utf-8\r\nContent-ID: <1@foo.com>\r\n\r\n<body>\r\n\r\n</body>");
        assertEquals(List.of(new Header("From", "MR SANDERS <im:piglet@100akerwood.com>"), new Header("Subject", "beau \"temps\" é\n\\x")),
                message.headers());
        assertEquals("im:piglet@100akerwood.com", CpimMessage.uri(message.headers("from").get(0)));
        assertEquals(Optional.of("text/xml; charset=utf-8"), message.contentHeader("Content-Type"));
        assertEquals("<body>\r\n\r\n</body>", message.content().text());
    }

    @Test
    void lineFeedsAloneAreTakenAndBlocksMayBeEmpty() {
        assertEquals("x", read("A: b\n\nC: d\n\nx").content().text());
        assertEquals(new CpimMessage(List.of(), List.of(), Octets.utf8("x")), read("\r\n\r\nx"));
        assertEquals("", read("A: b\r\n\r\nC: d\r\n\r\n").content().text());
    }

    @Test
    void whatIsNoWrapperIsRefused() {
        for (var text : List.of("", "A: b", "A: b\r\n\r\n", "A: b\r\n\r\nC: d", "no header\r\n\r\n\r\n", ": a\r\n\r\n\r\n",
                "A b: c\r\n\r\n\r\n",
                "é: c\r\n\r\n\r\n", "A: b\r\n".repeat(65) + "\r\n\r\n")) {
            assertThrows(CpimException.class, () -> read(text), text);
        }
    }

    private static CpimMessage read(String text) {
        return CpimCodec.read(Octets.utf8(text));
    }
}
