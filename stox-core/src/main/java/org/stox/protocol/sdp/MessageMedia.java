package org.stox.protocol.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.stox.protocol.Ascii;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpSyntaxException;

/**
 * An m=message line and its attributes (RFC 4975 §8, RFC 6135, RFC 6714, RFC 7701 §8, RFC 8122).
 *
 * @param address what c= and m= say: of a middlebox perhaps (RFC 6714); connections go where the path says
 * @param chatroom {@code a=chatroom}: it is a room with these features
 */
public record MessageMedia(boolean secure, Target address, MsrpPath path, AcceptTypes accept, Connecting connecting, Direction direction,
        Optional<List<String>> chatroom) {

    static final String MESSAGE = "message";
    static final String TCP = "TCP/MSRP";
    static final String TLS = "TCP/TLS/MSRP";

    private static final String CEMA = "msrp-cema";
    private static final String CHATROOM = "chatroom";

    /** An address to connect to: a host as {@link org.stox.protocol.msrp.MsrpUri} has it. */
    public record Target(String host, int port, boolean secure) { }

    /** Who connects, and how the certificate is known. */
    public record Connecting(Optional<Setup> setup, boolean cema, List<Fingerprint> fingerprints) {

        public Connecting {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /** Throws {@link SdpException} with what keeps this media description from being one that MSRP can be spoken by. */
    public static MessageMedia read(Sdp sdp, SdpMedia media) {
        if (!media.media().equals(MESSAGE)) {
            throw new SdpException("Not message media");
        }
        boolean secure = media.protocol().equalsIgnoreCase(TLS);
        if (!secure && !media.protocol().equalsIgnoreCase(TCP)) {
            throw new SdpException("Not over MSRP");
        }
        var path = path(media);
        if (path.first().secure() != secure) {
            throw new SdpException("URI and transport differ in TLS");
        }
        var address = new Target(sdp.connection(media).map(Connection::uriHost).orElse(""), media.portNumber(), secure);
        var accept = new AcceptTypes(list(media, "accept-types"), list(media, "accept-wrapped-types"), maxSize(media));
        var setup = sdp.attributes(media, "setup").stream().findFirst().flatMap(Setup::read);
        var fingerprints = sdp.attributes(media, "fingerprint").stream().map(Fingerprint::read).toList();
        return new MessageMedia(secure, address, path, accept, new Connecting(setup, media.attribute(CEMA).isPresent(), fingerprints),
                sdp.direction(media), media.attribute(CHATROOM).map(AcceptTypes::readList));
    }

    private static MsrpPath path(SdpMedia media) {
        try {
            var path = MsrpPath.read(media.attribute("path").orElseThrow(() -> new SdpException("No path")));
            for (var uri : path.uris()) {
                if (uri.port().isEmpty() || uri.sessionId().isEmpty()) {
                    throw new SdpException("URI without port or session in path");
                }
                if (!uri.transport().equals("tcp")) {
                    throw new SdpException("Not over TCP");
                }
            }
            return path;
        } catch (MsrpSyntaxException e) {
            throw new SdpException("Bad path: " + e.getMessage());
        }
    }

    private static List<String> list(SdpMedia media, String name) {
        return media.attribute(name).map(AcceptTypes::readList).orElse(List.of());
    }

    /** A hint, so one that is no number is as if it were not there. */
    private static OptionalLong maxSize(SdpMedia media) {
        var size = media.attribute("max-size").filter(s -> Ascii.isDigits(s) && s.length() <= 18);
        return size.isPresent() ? OptionalLong.of(Long.parseLong(size.get())) : OptionalLong.empty();
    }

    /** As lines of a description; its c= line is the session's. */
    public SdpMedia toMedia() {
        var lines = new ArrayList<SdpLine>();
        lines.add(SdpLine.attribute("accept-types", String.join(" ", accept.types())));
        if (!accept.wrapped().isEmpty()) {
            lines.add(SdpLine.attribute("accept-wrapped-types", String.join(" ", accept.wrapped())));
        }
        accept.maxSize().ifPresent(s -> lines.add(SdpLine.attribute("max-size", Long.toString(s))));
        lines.add(SdpLine.attribute("path", path.toString()));
        connecting.setup().ifPresent(s -> lines.add(SdpLine.attribute("setup", s.text())));
        if (connecting.cema()) {
            lines.add(SdpLine.flag(CEMA));
        }
        connecting.fingerprints().forEach(f -> lines.add(SdpLine.attribute("fingerprint", f.toString())));
        chatroom.ifPresent(c -> lines.add(c.isEmpty() ? SdpLine.flag(CHATROOM) : SdpLine.attribute(CHATROOM, String.join(" ", c))));
        if (direction != Direction.SENDRECV) {
            lines.add(SdpLine.flag(direction.attribute()));
        }
        return new SdpMedia(MESSAGE, Integer.toString(address.port()), secure ? TLS : TCP, List.of("*"), lines);
    }

    /** The path goes over relays. */
    public boolean relayed() {
        return path.uris().size() > 1;
    }

    /** Where the nearest hop of the path is. */
    public Target hop() {
        return new Target(path.first().host(), path.first().port().orElseThrow(), path.first().secure());
    }

    /**
     * c= and m= say the same as a URI of the path (RFC 6714 §4.4). Names are not resolved here, so a name and a literal address may be the
     * same.
     */
    boolean addressMatches() {
        return path.uris().stream().anyMatch(u -> u.port().orElseThrow() == address.port()
                && (u.host().equals(address.host()) || literal(u.host()) != literal(address.host())));
    }

    private static boolean literal(String host) {
        char last = host.isEmpty() ? ' ' : host.charAt(host.length() - 1);
        return last == ']' || last >= '0' && last <= '9';       // no top-level domain ends with a digit
    }
}
