package org.stox.protocol.xml;

import java.util.ArrayList;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StreamErrorTest {

    private static Optional<StreamError> read(String xml) {
        var elements = new ArrayList<XmlElement>();
        var bytes = Streams.utf8(Streams.HEADER + xml);
        new StreamReader(XmlLimits.READING).feed(bytes, 0, bytes.length, new Streams.Elements(elements));
        return StreamError.read(elements.get(0));
    }

    @ParameterizedTest
    @EnumSource(StreamError.Condition.class)
    void eachConditionIsWrittenAndReadAgain(StreamError.Condition condition) {
        for (var error : new StreamError[] {StreamError.of(condition), StreamError.of(condition, "what <it> was")}) {
            assertEquals(Optional.of(error), read(error.toXml()));
        }
    }

    @Test
    void anUnknownConditionIsUndefined() {
        assertEquals(Optional.of(StreamError.of(StreamError.Condition.UNDEFINED_CONDITION)), read("<stream:error><x xmlns='u:x'/></stream:error>"));
        assertEquals(Optional.empty(), read("<error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>"));
    }
}
