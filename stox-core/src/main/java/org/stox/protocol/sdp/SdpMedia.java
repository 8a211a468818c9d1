package org.stox.protocol.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A media description (RFC 8866 §5.14): its m= line and the lines below in their order, known or not.
 *
 * @param port as it is written, with a number of ports if there is one: {@code 49170/2}
 */
public record SdpMedia(String media, String port, String protocol, List<String> formats, List<SdpLine> lines) {

    private static final int MAX_PORT = 65535;

    public SdpMedia {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
        if (!SdpTokens.isToken(media) || !SdpTokens.isTokens(protocol) || formats.isEmpty()
                || !formats.stream().allMatch(SdpTokens::isToken) || number(port) > MAX_PORT) {
            throw new SdpException("Bad m= line");
        }
    }

    static SdpMedia read(String value) {
        var parts = value.split(" ", -1);
        if (parts.length < 4) {
            throw new SdpException("Bad m= line");
        }
        return new SdpMedia(parts[0], parts[1], parts[2], List.of(parts).subList(3, parts.length), List.of());
    }

    private static int number(String port) {
        int slash = port.indexOf('/');
        if (slash >= 0) {
            SdpTokens.number(port.substring(slash + 1), 5, "Bad m= line");
        }
        return (int) SdpTokens.number(slash < 0 ? port : port.substring(0, slash), 5, "Bad m= line");
    }

    /** Zero: not wanted, or refused (RFC 3264 §5.1, §6). */
    public int portNumber() {
        return number(port);
    }

    /** The value of the first attribute of that name; empty text for one without value. */
    public Optional<String> attribute(String name) {
        return lines.stream().filter(l -> l.isAttribute(name)).findFirst().map(l -> l.attributeValue().orElse(""));
    }

    public List<String> attributes(String name) {
        return lines.stream().filter(l -> l.isAttribute(name)).map(l -> l.attributeValue().orElse("")).toList();
    }

    /** Its own c= line. */
    public Optional<Connection> connection() {
        return lines.stream().filter(l -> l.type() == 'c').findFirst().map(l -> Connection.read(l.value()));
    }

    /** The same media refused: port zero, the line else as it was offered, no attributes (RFC 3264 §6). */
    public SdpMedia refused() {
        return new SdpMedia(media, "0", protocol, formats, List.of());
    }

    SdpMedia withLines(List<SdpLine> all) {
        return new SdpMedia(media, port, protocol, formats, all);
    }

    SdpLine mediaLine() {
        return new SdpLine('m', media + ' ' + port + ' ' + protocol + ' ' + String.join(" ", formats));
    }
}
