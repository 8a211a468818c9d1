package org.stox.protocol.msrp;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

import org.stox.address.AddressException;
import org.stox.address.PercentCoding;
import org.stox.address.SipHost;
import org.stox.protocol.Ascii;

/**
 * An msrp or msrps URI (RFC 4975 §6, §9): {@code msrp://host:port/session;tcp}. It is written as it was read, and equal to another by the
 * rules of §6.1, so that it can be the key of a session: userinfo and parameters do not count, nor the spelling of host and scheme.
 */
public final class MsrpUri {

    private static final int MAX = 1024;
    private static final String AUTHORITY = "://";
    private static final String USER_MARKS = "-._~%!$&'()*+,;=";

    private final String text;
    private final boolean secure;
    private final String host;
    private final OptionalInt port;
    private final Optional<String> sessionId;
    private final String transport;
    private final String key;

    private MsrpUri(String text) {
        this.text = text;
        int scheme = text.indexOf(AUTHORITY);
        if (scheme < 0 || text.length() > MAX) {
            throw bad("not an MSRP URI");
        }
        secure = switch (text.substring(0, scheme).toLowerCase(Locale.ROOT)) {
            case "msrp" -> false;
            case "msrps" -> true;
            default -> throw bad("not an MSRP URI");
        };
        int from = scheme + AUTHORITY.length();
        int at = text.lastIndexOf('@');             // neither session id nor parameters may have one
        if (at >= 0) {
            checkUser(from, at);
            from = at + 1;
        }
        int parameters = text.indexOf(';', from);
        if (parameters < 0) {
            throw bad("no transport in URI");
        }
        int slash = text.indexOf('/', from);
        boolean named = slash >= 0 && slash < parameters;
        int hostEnd = named ? slash : parameters;
        int colon = text.lastIndexOf(':', hostEnd - 1);
        boolean ported = colon >= from && text.indexOf(']', colon) < 0;
        host = host(text.substring(from, ported ? colon : hostEnd));
        port = ported ? OptionalInt.of(port(text.substring(colon + 1, hostEnd))) : OptionalInt.empty();
        sessionId = named ? Optional.of(text.substring(slash + 1, parameters)) : Optional.empty();
        if (named && !MsrpTokens.isSessionId(sessionId.get())) {
            throw bad("bad session id in URI");
        }
        transport = parameters(parameters + 1);
        key = (secure ? "s/" : "/") + transport + '/' + host + (ported ? ":" + port.getAsInt() : "")
                + sessionId.map(s -> '/' + s).orElse("");
    }

    /** Throws {@link MsrpSyntaxException} for what is none. */
    public static MsrpUri read(String text) {
        return new MsrpUri(text);
    }

    /** A session of ours over TCP or TLS, with an id of 128 random bits (§14.1). */
    public static MsrpUri session(boolean secure, String host, int port, Supplier<String> ids) {
        return new MsrpUri((secure ? "msrps" : "msrp") + AUTHORITY + host + ':' + port + '/' + MsrpTokens.sessionId(ids) + ";tcp");
    }

    /** TLS is a must. */
    public boolean secure() {
        return secure;
    }

    /** Host name, IPv4 address or IPv6 reference in brackets, in the one form in which equal hosts are equal texts. */
    public String host() {
        return host;
    }

    public OptionalInt port() {
        return port;
    }

    /** Absent in the URI of a relay as it is configured. */
    public Optional<String> sessionId() {
        return sessionId;
    }

    /** In lower case; {@code tcp}, or what a later document defines. */
    public String transport() {
        return transport;
    }

    /**
     * The same session, whatever the authority: what a peer sends whose SDP a middlebox has rewritten. To be used only where the session
     * ids have 80 random bits and more, and never to find the peer of a connection.
     */
    public boolean sameSession(MsrpUri other) {
        return sessionId.isPresent() && sessionId.equals(other.sessionId) && secure == other.secure && transport.equals(other.transport);
    }

    private void checkUser(int from, int to) {
        for (int i = from; i < to; i++) {           // no colon: a password is not allowed (§6)
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || USER_MARKS.indexOf(c) >= 0)) {
                throw bad("bad user in URI");
            }
        }
    }

    private static String host(String text) {
        try {
            return SipHost.canonical(text.indexOf('%') < 0 ? text : PercentCoding.decode(text));
        } catch (AddressException e) {
            throw bad("bad host in URI");
        }
    }

    private static int port(String text) {
        if (!Ascii.isDigits(text) || text.length() > 5 || Integer.parseInt(text) > 65535) {
            throw bad("bad port in URI");
        }
        return Integer.parseInt(text);
    }

    /** {@code transport *( ";" token ["=" token] )}; returns the transport. */
    private String parameters(int from) {
        var all = text.substring(from).split(";", -1);
        for (int i = 0; i < all.length; i++) {
            int equal = i == 0 ? -1 : all[i].indexOf('=');
            if (!MsrpTokens.isToken(equal < 0 ? all[i] : all[i].substring(0, equal))
                    || equal >= 0 && !MsrpTokens.isToken(all[i].substring(equal + 1))) {
                throw bad("bad parameter in URI");
            }
        }
        return all[0].toLowerCase(Locale.ROOT);
    }

    private static MsrpSyntaxException bad(String why) {
        return new MsrpSyntaxException(why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MsrpUri u && key.equals(u.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** As it was read. */
    @Override
    public String toString() {
        return text;
    }
}
