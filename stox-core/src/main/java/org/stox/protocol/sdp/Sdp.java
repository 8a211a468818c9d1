package org.stox.protocol.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866 §5): its lines in their order, known or not, and its media.
 *
 * @param lines those before the first m= line; o= is the second
 */
public record Sdp(List<SdpLine> lines, List<SdpMedia> media) {

    public Sdp {
        lines = List.copyOf(lines);
        media = List.copyOf(media);
    }

    /** A session that is there from now on, without a name: what SIP needs (RFC 3264 §5). */
    public static Sdp of(Origin origin, Connection connection, List<SdpMedia> media) {
        return new Sdp(List.of(new SdpLine('v', "0"), new SdpLine('o', origin.toString()), new SdpLine('s', "-"),
                new SdpLine('c', connection.toString()), new SdpLine('t', "0 0")), media);
    }

    public Origin origin() {
        return lines.stream().filter(l -> l.type() == 'o').findFirst().map(l -> Origin.read(l.value()))
                .orElseThrow(() -> new SdpException("No o= line"));
    }

    public Optional<Connection> connection() {
        return lines.stream().filter(l -> l.type() == 'c').findFirst().map(l -> Connection.read(l.value()));
    }

    /** The c= line that holds for a media description: its own, else the session's. */
    public Optional<Connection> connection(SdpMedia of) {
        return of.connection().or(this::connection);
    }

    public Optional<String> attribute(String name) {
        return lines.stream().filter(l -> l.isAttribute(name)).findFirst().map(l -> l.attributeValue().orElse(""));
    }

    /** The values of an attribute of a media description, else those of the session (fingerprint, setup). */
    public List<String> attributes(SdpMedia of, String name) {
        var own = of.attributes(name);
        return own.isEmpty() ? lines.stream().filter(l -> l.isAttribute(name)).map(l -> l.attributeValue().orElse("")).toList() : own;
    }

    /** Its own direction, else the session's, else both ways (RFC 8866 §6.7). */
    public Direction direction(SdpMedia of) {
        return direction(of.lines()).or(() -> direction(lines)).orElse(Direction.SENDRECV);
    }

    private static Optional<Direction> direction(List<SdpLine> lines) {
        return lines.stream().flatMap(l -> Arrays.stream(Direction.values()).filter(d -> l.isAttribute(d.attribute()))).findFirst();
    }

    public Sdp withOrigin(Origin origin) {
        var all = new ArrayList<>(lines);
        all.replaceAll(l -> l.type() == 'o' ? new SdpLine('o', origin.toString()) : l);
        return new Sdp(all, media);
    }
}
