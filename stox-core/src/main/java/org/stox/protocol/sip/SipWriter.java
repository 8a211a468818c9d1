package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.stox.address.SipUriCodec;

/** A message as octets (RFC 3261 §7). No part of it can end a line, so a header or a second message cannot be smuggled in. */
final class SipWriter {

    private byte[] octets;
    private int size;

    private SipWriter(int capacity) {
        octets = new byte[capacity];
    }

    static byte[] write(SipMessage message) {
        var writer = new SipWriter(capacity(message));
        if (message instanceof SipRequest request) {
            writer.token(request.method()).plain(" ").plain(SipUriCodec.write(request.uri())).plain(" SIP/2.0\r\n");
        } else {
            var response = (SipResponse) message;
            if (response.status() < 100 || response.status() > 699) {
                throw new IllegalArgumentException("status " + response.status());
            }
            writer.plain("SIP/2.0 ").plain(Integer.toString(response.status())).plain(" ").text(response.reason()).plain("\r\n");
        }
        writer.headers(message);
        return writer.finish(message);
    }

    private static int capacity(SipMessage message) {
        int capacity = 96 + message.body().length();
        for (var h : message.headers()) {
            capacity += h.name().length() + h.value().length() + 4;
        }
        return message instanceof SipRequest r ? capacity + 64 : capacity;
    }

    /** The Content-Length is that of the body, in the place where one stands, else last. */
    private void headers(SipMessage message) {
        boolean counted = false;
        for (var h : message.headers()) {
            if (!h.is("Content-Length")) {
                token(h.name()).plain(": ").text(h.value()).plain("\r\n");
            } else if (!counted) {
                counted = true;
                token(h.name()).plain(": ").plain(Integer.toString(message.body().length())).plain("\r\n");
            }
        }
        if (!counted) {
            plain("Content-Length: ").plain(Integer.toString(message.body().length())).plain("\r\n");
        }
        plain("\r\n");
    }

    private byte[] finish(SipMessage message) {
        var all = Arrays.copyOf(octets, size + message.body().length());
        message.body().copyTo(all, size);
        return all;
    }

    private SipWriter token(String token) {
        reserve(token.length());
        for (int i = 0; i < token.length(); i++) {
            if (!SipTokens.isTokenChar(token.charAt(i))) {
                throw new IllegalArgumentException("not a token: " + shown(token));
            }
            octets[size + i] = (byte) token.charAt(i);
        }
        if (token.isEmpty()) {
            throw new IllegalArgumentException("empty name");
        }
        size += token.length();
        return this;
    }

    /** What is known to be ASCII without surprises. */
    @SuppressWarnings("deprecation")
    private SipWriter plain(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), octets, size);
        size += ascii.length();
        return this;
    }

    private SipWriter text(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > 0x7e) {
                return encoded(text);
            }
            octets[size + i] = (byte) c;
        }
        size += text.length();
        return this;
    }

    /** The same for a text that holds more than visible ASCII. */
    private SipWriter encoded(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0 && !SipTokens.nulsAreQuoted(text)) {
            throw new IllegalArgumentException("line break or NUL in " + shown(text));
        }
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, octets, size, utf8.length);
        size += utf8.length;
        return this;
    }

    private void reserve(int more) {
        if (size + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(size + more, octets.length * 2));
        }
    }

    private static String shown(String text) {
        var start = new StringBuilder();
        text.chars().limit(20).forEach(c -> start.append(c < ' ' || c == 0x7f ? '?' : (char) c));
        return '\'' + start.toString() + '\'';
    }
}
