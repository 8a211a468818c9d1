package org.stox.protocol.sip;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.stox.address.OtherUri;
import org.stox.address.SipUri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §20.10, §25.1. */
class NameAddrTest {

    @Test
    void withoutBracketsParametersBelongToTheField() {
        var from = NameAddr.read("sip:a@example.com;tag=x;lr");
        assertEquals(SipUri.of("a", "example.com"), from.uri());
        assertEquals("x", from.tag().orElseThrow());
        assertEquals("<sip:a@example.com>;tag=x;lr", from.toString());
    }

    @Test
    void insideBracketsTheyBelongToTheUri() {
        var from = NameAddr.read("\"Juliet \\\"J\\\" \\\\\" <sip:a@example.com;gr=x;lr>;tag=y");
        assertEquals("Juliet \"J\" \\", from.displayName().orElseThrow());
        assertEquals("x", ((SipUri) from.uri()).parameter("gr").orElseThrow().value().orElseThrow());
        assertEquals("y", from.tag().orElseThrow());
        assertEquals("\"Juliet \\\"J\\\" \\\\\" <sip:a@example.com;gr=x;lr>;tag=y", from.toString());
    }

    @Test
    void listsAreSplitAtCommasOutsideQuotesAndBrackets() {
        var all = NameAddr.readAll("\"a, b\" <sip:a,b@example.com>;q=0.5 , <tel:+44;x>,sip:c@example.com;p=\",\"");
        assertEquals(List.of("sip:a,b@example.com", "tel:+44;x", "sip:c@example.com"), all.stream().map(a -> a.uri().toString()).toList());
        assertEquals(new OtherUri("tel", "+44;x"), all.get(1).uri());
        assertThrows(SipSyntaxException.class, () -> NameAddr.read("sip:a@example.com, sip:b@example.com"));
    }

    @Test
    void unquotedNamesOfPhonesAreTakenAndWrittenQuoted() {
        assertEquals("\"J\u00fcrgen M.\" <sip:j@example.com>", NameAddr.read("J\u00fcrgen M.   <sip:j@example.com>").toString());
        assertTrue(NameAddr.read(" <sip:j@example.com>").displayName().isEmpty());
    }

    @Test
    void foreignTextIsQuotedAndLineBreaksAreRefused() {
        var address = NameAddr.of(SipUri.of("a", "example.com"));
        assertEquals("\"x\\\"> <sip:boss@x>;tag=1\" <sip:a@example.com>;tag=t",
                address.named("x\"> <sip:boss@x>;tag=1").withTag("t").toString());
        assertThrows(SipSyntaxException.class, () -> address.named("a\nb"));
        assertThrows(SipSyntaxException.class, () -> address.with(HeaderParameter.of("p", "a\r")));
        assertEquals("<sip:a@example.com>;tag=new;p=\"x y\"", address.withTag("old").with(HeaderParameter.of("p",
                "x y")).withTag("new").toString());
    }
}
