package org.stox.protocol.sdp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.stox.protocol.Ascii;
import org.stox.protocol.Octets;

/** Session descriptions to records and back (RFC 8866 §5, §9): the structure is strict, unknown attributes survive in their place. */
public final class SdpCodec {

    /** Octets of a description, so that none makes us search without end. */
    public static final int MAX = 32 * 1024;

    private static final int MAX_LINES = 1000;
    private static final int MAX_MEDIA = 64;
    private static final String SESSION_TYPES = "vosiuepcbtrzka";
    private static final String MEDIA_TYPES = "icbka";
    private static final String BEGIN = "vos";

    private SdpCodec() {
    }

    /** Throws {@link SdpException} for what is none. Lines may end with LF alone (§5); the last one need not, and empty ones after it are no lines. */
    public static Sdp read(Octets body) {
        if (body.length() > MAX) {
            throw new SdpException("SDP too large");
        }
        var text = ended(text(body));
        var session = new ArrayList<SdpLine>();
        var media = new ArrayList<SdpMedia>();
        var own = session;                          // where lines go now
        int count = 0;
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            var line = line(text.substring(from, end > from && text.charAt(end - 1) == '\r' ? end - 1 : end));
            from = end + 1;
            if (++count > MAX_LINES) {
                throw new SdpException("Too many lines in SDP");
            }
            if (line.type() == 'm') {
                close(media, own, session);
                media.add(SdpMedia.read(line.value()));
                own = new ArrayList<>();
                if (media.size() > MAX_MEDIA) {
                    throw new SdpException("Too many media in SDP");
                }
                continue;
            }
            check(line, own == session, own.size());
            own.add(line);
        }
        close(media, own, session);
        return complete(new Sdp(session, media));
    }

    public static Octets write(Sdp sdp) {
        var text = new StringBuilder(512);
        sdp.lines().forEach(l -> text.append(l).append("\r\n"));
        for (var m : sdp.media()) {
            text.append(m.mediaLine()).append("\r\n");
            m.lines().forEach(l -> text.append(l).append("\r\n"));
        }
        return Octets.utf8(text.toString());
    }

    private static String text(Octets body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.toArray())).toString();
        } catch (CharacterCodingException e) {
            throw new SdpException("SDP is not UTF-8");
        }
    }

    private static String ended(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end) + '\n';
    }

    private static SdpLine line(String text) {
        if (text.length() < 2 || text.charAt(1) != '=') {
            throw new SdpException("Bad line in SDP");
        }
        return new SdpLine(text.charAt(0), text.substring(2));
    }

    /** A letter that is not understood cannot be passed over (§5); v=, o= and s= come first; lines that are read later are read now. */
    private static void check(SdpLine line, boolean session, int index) {
        if ((session ? SESSION_TYPES : MEDIA_TYPES).indexOf(line.type()) < 0
                || session && index < BEGIN.length() != BEGIN.indexOf(line.type()) >= 0
                || session && index < BEGIN.length() && BEGIN.charAt(index) != line.type()) {
            throw new SdpException("Unexpected line in SDP: " + line.type() + "=");
        }
        switch (line.type()) {
            case 'v' -> require(line.value().equals("0"), "Version of SDP is not 0");
            case 'o' -> Origin.read(line.value());
            case 'c' -> Connection.read(line.value());
            case 'b' -> bandwidth(line.value());
            case 't' -> times(line.value());
            case 'a' -> require(SdpTokens.isToken(line.value().split(":", 2)[0]), "Bad attribute in SDP");
            default -> { }
        }
    }

    private static void bandwidth(String value) {
        int colon = value.indexOf(':');
        require(colon > 0 && SdpTokens.isToken(value.substring(0, colon)), "Bad b= line");
        SdpTokens.number(value.substring(colon + 1), 18, "Bad b= line");
    }

    private static void times(String value) {
        var times = value.split(" ", -1);
        require(times.length == 2 && Ascii.isDigits(times[0]) && Ascii.isDigits(times[1]), "Bad t= line");
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new SdpException(otherwise);
        }
    }

    private static void close(List<SdpMedia> media, List<SdpLine> own, List<SdpLine> session) {
        if (own != session) {
            media.set(media.size() - 1, media.get(media.size() - 1).withLines(own));
        }
    }

    /** Times are there; each media description has an address, its own or the session's (§5.7), but one that is refused needs none. */
    private static Sdp complete(Sdp sdp) {
        require(sdp.lines().size() >= BEGIN.length(), "Incomplete SDP");
        require(sdp.lines().stream().anyMatch(l -> l.type() == 't'), "No t= line in SDP");
        for (var m : sdp.media()) {
            require(m.portNumber() == 0 || sdp.connection(m).isPresent(), "No c= line in SDP");
        }
        return sdp;
    }
}
