package org.stox.protocol.xmpp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

import org.stox.address.Jid;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xmpp.StanzaError.Condition;

/**
 * What the gateway says about itself: XEP-0030 (disco), XEP-0199 (ping), XEP-0092 (version), XEP-0012 (uptime).
 *
 * @param domain the component's domain
 */
public record EntityInfo(String domain, String name, String version) {

    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String PING = "urn:xmpp:ping";
    private static final String VERSION = "jabber:iq:version";
    private static final String LAST = "jabber:iq:last";

    /** The payload that is asked for, and the payload of the result; as a feature it is named after its namespace. */
    private record Answer(String element, BiFunction<EntityInfo, Duration, List<XmlElement>> result) { }

    /** All that is answered, by namespace; so disco#info can name no more and no less (XEP-0030 §3.1). */
    private static final Map<String, Answer> ANSWERS = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            INFO, new Answer("query", (self, uptime) -> List.of(self.info())),
            ITEMS, new Answer("query", (self, uptime) -> List.of(XmlElement.of(ITEMS, "query"))),
            PING, new Answer("ping", (self, uptime) -> List.of()),
            VERSION, new Answer("query", (self, uptime) -> List.of(XmlElement.of(VERSION, "query",
                    XmlElement.text(VERSION, "name", self.name), XmlElement.text(VERSION, "version", self.version)))),
            LAST, new Answer("query", (self, uptime) -> List.of(
                    XmlElement.of(LAST, "query").with("seconds", Long.toString(uptime.toSeconds())))))));

    /** The answer, a result or an error; empty if the request is not about the gateway itself and goes on to the routes. */
    public Optional<IqStanza> answer(IqStanza request, Duration uptime) {
        if (request.type().filter("get"::equals).isEmpty() || request.payload().isEmpty()
                || !request.to().domain().equals(domain)) {
            return Optional.empty();
        }
        var asked = request.payload().get();
        var info = asked.is(INFO, "query");
        if (info && (asked.attribute("node").isPresent() || !request.to().equals(self()))) {
            return StanzaCodec.error(request, StanzaError.of(Condition.SERVICE_UNAVAILABLE)).map(IqStanza.class::cast);
        }
        return Optional.ofNullable(ANSWERS.get(asked.namespace()))
                .filter(answer -> answer.element().equals(asked.name()) && request.to().equals(self()))
                .map(answer -> request.result(answer.result().apply(this, uptime).toArray(new XmlElement[0])));
    }

    private Jid self() {
        return new Jid(Optional.empty(), domain, Optional.empty());
    }

    /** XEP-0030 §3.1; gateway/simple is the registered identity of a gateway to SIP/SIMPLE. */
    private XmlElement info() {
        var content = new ArrayList<XmlNode>();
        content.add(XmlElement.of(INFO, "identity").with("category", "gateway").with("type", "simple").with("name", name));
        ANSWERS.keySet().forEach(feature -> content.add(XmlElement.of(INFO, "feature").with("var", feature)));
        return new XmlElement(INFO, "query", List.of(), content);
    }
}
