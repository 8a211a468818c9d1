package org.stox.protocol.msrp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The URIs that a request visits (RFC 4975 §5.2, §7.1): the leftmost is the next hop, the rightmost the target. At most eight. */
public record MsrpPath(List<MsrpUri> uris) {

    /** Each relay of a path is asked to do work for the sender. */
    public static final int MAX = 8;

    public MsrpPath {
        uris = List.copyOf(uris);
        if (uris.isEmpty() || uris.size() > MAX) {
            throw new MsrpSyntaxException(uris.isEmpty() ? "empty path" : "path of more than " + MAX);
        }
    }

    public static MsrpPath of(MsrpUri uri) {
        return new MsrpPath(List.of(uri));
    }

    /** URIs with one space between. */
    public static MsrpPath read(String text) {
        var uris = new ArrayList<MsrpUri>(2);
        for (int from = 0; from <= text.length();) {
            int space = text.indexOf(' ', from);
            int end = space < 0 ? text.length() : space;
            if (uris.size() == MAX) {
                throw new MsrpSyntaxException("path of more than " + MAX);
            }
            uris.add(MsrpUri.read(text.substring(from, end)));
            from = end + 1;
        }
        return new MsrpPath(uris);
    }

    public MsrpUri first() {
        return uris.get(0);
    }

    public MsrpUri last() {
        return uris.get(uris.size() - 1);
    }

    /** This path and then that: To-Path is the Use-Path of our relays, then the path of the peer (RFC 4976 §5.1). */
    public MsrpPath then(MsrpPath more) {
        var all = new ArrayList<>(uris);
        all.addAll(more.uris);
        return new MsrpPath(all);
    }

    /** The other way round: what goes into our SDP is the Use-Path reversed, then our own URI (RFC 4976 §5.1). */
    public MsrpPath reversed() {
        var all = new ArrayList<>(uris);
        Collections.reverse(all);
        return new MsrpPath(all);
    }

    @Override
    public String toString() {
        return uris.size() == 1 ? first().toString() : uris.stream().map(MsrpUri::toString).collect(Collectors.joining(" "));
    }
}
