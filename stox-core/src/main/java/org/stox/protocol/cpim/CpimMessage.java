package org.stox.protocol.cpim;

import java.util.List;
import java.util.Optional;

import org.stox.protocol.Octets;

/**
 * A message in its wrapper (RFC 3862 §2).
 *
 * @param headers From, To, Subject and so on, of the wrapper
 * @param contentHeaders the MIME headers of the content
 */
public record CpimMessage(List<Header> headers, List<Header> contentHeaders, Octets content) {

    /** A header; a language parameter, if there is one, is left out of the value (RFC 3862 §3.3). */
    public record Header(String name, String value) { }

    public CpimMessage {
        headers = List.copyOf(headers);
        contentHeaders = List.copyOf(contentHeaders);
    }

    /** The values of the headers of that name; names are taken without case, though RFC 3862 §3.1 would have it. */
    public List<String> headers(String name) {
        return headers.stream().filter(h -> h.name().equalsIgnoreCase(name)).map(Header::value).toList();
    }

    /** The first header of that name in a namespace, by whatever prefix the wrapper has for it (RFC 3862 §3.4, §4.6). */
    public Optional<String> header(String namespace, String name) {
        for (var declared : headers("NS")) {
            int open = declared.indexOf('<');
            if (open > 0 && uri(declared).equals(namespace)) {
                return headers(declared.substring(0, open).strip() + '.' + name).stream().findFirst();
            }
        }
        return Optional.empty();
    }

    public Optional<String> contentHeader(String name) {
        return contentHeaders.stream().filter(h -> h.name().equalsIgnoreCase(name)).map(Header::value).findFirst();
    }

    /** The URI in angle brackets of a From or To value, or the value if there are none (RFC 3862 §4.1). */
    public static String uri(String value) {
        int open = value.lastIndexOf('<');
        int close = value.lastIndexOf('>');
        return open >= 0 && close > open ? value.substring(open + 1, close) : value;
    }
}
