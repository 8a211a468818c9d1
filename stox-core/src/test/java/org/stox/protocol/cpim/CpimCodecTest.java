package org.stox.protocol.cpim;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Octets;
import org.stox.protocol.cpim.CpimMessage.Header;
import org.stox.test.Proves;

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
    @Proves("BEYOND-IMDN-01")
    void whatIsWrittenIsReadAgain() {
        var message = new CpimMessage(List.of(new Header("From", "<sip:a@b>"), new Header("Subject", "a\r\nb\\n\u0007 \u00e9"),
                new Header("Subject", "  a "), new Header("Subject", "\ud83d a\ud83d\ude00")),
                List.of(new Header("Content-Type", "text/plain")), Octets.utf8("x\r\n\r\ny"));
        assertEquals(message, CpimCodec.read(CpimCodec.write(message)));
    }

    /** RFC 3862 §3.4: the prefix is whatever the wrapper says. */
    @Test
    @Proves("BEYOND-IMDN-02")
    void aHeaderIsFoundByItsNamespace() {
        var message = read("NS: x <urn:other>\r\nNS: i <urn:ietf:params:imdn>\r\nx.Message-ID: 1\r\ni.Message-ID: 2\r\nimdn.Message-ID: 3\r\n\r\n\r\n");
        assertEquals(Optional.of("2"), message.header("urn:ietf:params:imdn", "Message-ID"));
        assertEquals(Optional.empty(), message.header("urn:none", "Message-ID"));
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
