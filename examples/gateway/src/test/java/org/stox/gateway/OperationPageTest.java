package org.stox.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.api.management.ManagedAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.camel.StoxStatus;
import org.stox.status.Figure;
import org.stox.test.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** {@code docs/operation.md} has every meter with its tags and every attribute, and no other. */
class OperationPageTest {

    private static final Pattern METER = Pattern.compile("(?m)^\\| `(stox\\.[a-z.]+)` \\| (\\w+) \\| (.*?) \\| ");
    private static final Pattern CODE = Pattern.compile("(?:^|, )`(\\w+)`");

    @Test
    void theTableOfMetersIsThatOfAGateway() throws Exception {
        var written = new TreeMap<String, String>();
        METER.matcher(Document.read("docs/operation.md").text()).results().forEach(m -> {
            var tags = new TreeSet<String>();
            CODE.matcher(m.group(3).replaceAll("\\([^)]*\\)", "")).results().forEach(tag -> tags.add(tag.group(1)));
            written.put(m.group(1), m.group(2) + " " + tags);
        });
        var listen = "127.0.0.1:" + free();
        try (var gateway = Gateway.of(List.of(Document.HOME.resolve("routes/gateway.yaml")), Map.of("stox.domain", "sip.example.com",
                "stox.xmpp.server", "127.0.0.1:" + free(), "stox.xmpp.secret", "s3cret", "stox.xmpp.domains", "example.com",
                "stox.sip.listen", listen, "stox.sip.peer", "127.0.0.1:5070", "stox.state", "memory")).start()) {
            var real = StoxStatus.of(gateway.context()).stream().flatMap(status -> status.figures().stream())
                    .collect(Collectors.toMap(Figure::name, f -> kind(f) + " " + f.tags().keySet(), (one, other) -> one, TreeMap::new));
            assertEquals(real, written);
        }
    }

    @ParameterizedTest
    @CsvSource({"endpoint `sip:`, org.stox.camel.sip.SipEndpoint", "endpoint `msrp:`, org.stox.camel.msrp.MsrpEndpoint",
        "endpoint `xmpp-component:`, org.stox.camel.xmpp.XmppStreamEndpoint", "component `stox`, org.stox.camel.StoxComponent"})
    void theTableOfAttributesIsThatOfTheBeans(String row, String bean) throws Exception {
        var written = Document.read("docs/operation.md").text().lines().filter(line -> line.startsWith("| " + row + " | ")).findFirst().orElseThrow()
                .split(" \\| ")[1].replaceAll("[` |]", "").split(",");
        var real = Arrays.stream(Class.forName(bean).getDeclaredMethods()).filter(m -> m.isAnnotationPresent(ManagedAttribute.class))
                .map(m -> m.getName().substring("get".length())).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(real, new TreeSet<>(List.of(written)));
    }

    private static String kind(Figure figure) {
        return figure instanceof Figure.Total ? "counter" : figure instanceof Figure.Now ? "gauge" : "timer";
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
