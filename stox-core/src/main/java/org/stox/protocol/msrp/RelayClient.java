package org.stox.protocol.msrp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

import org.stox.protocol.Ascii;

/**
 * Getting a URI at a relay (RFC 4976 §5.1, §9.1): AUTH, the 401 with its challenge, AUTH with credentials, Use-Path. As data: whoever has the
 * connection sends what this says.
 *
 * @param route To-Path ends with the relay; relays before it are passed through
 * @param expires the seconds that are asked for
 * @param attempts challenges that were answered
 */
public record RelayClient(MsrpRequest.Route route, String user, String password, long expires, int attempts) {

    private static final int UNAUTHORIZED = 401;
    private static final int OUT_OF_BOUNDS = 423;
    private static final int MAX_ATTEMPTS = 2;          // the second for a nonce that was stale
    private static final String FIRST_COUNT = "00000001";
    private static final Map<String, String> ALGORITHMS = Map.of("MD5", "MD5", "SHA-256", "SHA-256");

    /** What follows a response to AUTH. */
    public sealed interface Next {

        /** Send this. */
        record Ask(RelayClient client, MsrpRequest request) implements Next { }

        /** Sessions may have this path: reversed before our URI in our description, as it is before the peer's path in To-Path. */
        record Granted(MsrpPath usePath, OptionalLong expires) implements Next { }

        record Failed(int status, String reason) implements Next { }
    }

    public static RelayClient of(MsrpPath relays, MsrpUri own, String user, String password, long expires) {
        return new RelayClient(new MsrpRequest.Route(relays, MsrpPath.of(own)), user, password, expires, 0);
    }

    /** The first AUTH, without credentials. */
    public MsrpRequest begin(Supplier<String> ids) {
        return auth(ids, List.of());
    }

    public Next on(MsrpResponse response, Supplier<String> ids) {
        try {
            return switch (response.status()) {
                case MsrpResponse.OK -> granted(response);
                case UNAUTHORIZED -> attempts < MAX_ATTEMPTS ? credentials(response, ids) : failed(response);
                case OUT_OF_BOUNDS -> attempts < MAX_ATTEMPTS ? inBounds(response, ids) : failed(response);
                default -> failed(response);
            };
        } catch (MsrpSyntaxException e) {
            return new Next.Failed(response.status(), e.getMessage());
        }
    }

    private static Next granted(MsrpResponse response) {
        var path = MsrpPath.read(response.header(MsrpHeaders.USE_PATH).orElseThrow(() -> new MsrpSyntaxException("No Use-Path")));
        return new Next.Granted(path, seconds(response, MsrpHeaders.EXPIRES));
    }

    private static Next failed(MsrpResponse response) {
        return new Next.Failed(response.status(), response.comment().orElse(""));
    }

    /** The interval was too short or too long: once more with what the relay allows (§4.4). */
    private Next inBounds(MsrpResponse response, Supplier<String> ids) {
        var allowed = seconds(response, "Min-Expires").isPresent() ? seconds(response, "Min-Expires") : seconds(response, "Max-Expires");
        if (allowed.isEmpty()) {
            return failed(response);
        }
        var again = new RelayClient(route, user, password, allowed.getAsLong(), attempts + 1);
        return new Next.Ask(again, again.auth(ids, List.of()));
    }

    private static OptionalLong seconds(MsrpResponse response, String name) {
        var value = response.header(name).filter(v -> Ascii.isDigits(v) && v.length() <= 10);
        return value.isPresent() ? OptionalLong.of(Long.parseLong(value.get())) : OptionalLong.empty();
    }

    private Next credentials(MsrpResponse response, Supplier<String> ids) {
        var challenge = DigestParameters.challenge(response.header(MsrpHeaders.WWW_AUTHENTICATE)
                .orElseThrow(() -> new MsrpSyntaxException("No challenge")));
        var realm = required(challenge, "realm");
        var nonce = required(challenge, "nonce");
        var algorithm = challenge.value("algorithm").orElse("MD5");
        var qops = challenge.value("qop").map(q -> Arrays.stream(q.split(",")).map(String::strip).toList()).orElse(List.of());
        if (!ALGORITHMS.containsKey(algorithm) || !qops.contains("auth")) {
            throw new MsrpSyntaxException("Challenge that cannot be answered");
        }
        if (attempts > 0 && !challenge.value("stale").orElse("").equalsIgnoreCase("true")) {
            return failed(response);                                    // the password is wrong, and will be wrong again
        }
        var cnonce = ids.get();
        var fields = new ArrayList<>(List.of("username=" + DigestParameters.quoted(user), "realm=" + DigestParameters.quoted(realm),
                "nonce=" + DigestParameters.quoted(nonce), "uri=" + DigestParameters.quoted(route.to().last().toString()), "qop=auth", "nc=" + FIRST_COUNT, "cnonce=" + DigestParameters.quoted(cnonce),
                "response=\"" + response(algorithm, realm, nonce, cnonce) + '"'));
        challenge.value("algorithm").ifPresent(a -> fields.add("algorithm=" + a));
        challenge.value("opaque").ifPresent(o -> fields.add("opaque=" + DigestParameters.quoted(o)));
        var next = new RelayClient(route, user, password, expires, attempts + 1);
        return new Next.Ask(next, auth(ids, List.of(new MsrpHeader(MsrpHeaders.AUTHORIZATION, "Digest " + String.join(", ", fields)))));
    }

    private static String required(DigestParameters challenge, String name) {
        return challenge.value(name).orElseThrow(() -> new MsrpSyntaxException("Challenge without " + name));
    }

    /** RFC 2617 §3.2.2 with qop=auth; the URI is the rightmost of To-Path (§9.1). */
    String response(String algorithm, String realm, String nonce, String cnonce) {
        var secret = hash(algorithm, user + ':' + realm + ':' + password);
        var request = hash(algorithm, MsrpRequest.AUTH + ':' + route.to().last());
        return hash(algorithm, secret + ':' + nonce + ':' + FIRST_COUNT + ':' + cnonce + ":auth:" + request);
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(ALGORITHMS.get(algorithm)).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);        // each Java has them
        }
    }

    private MsrpRequest auth(Supplier<String> ids, List<MsrpHeader> credentials) {
        var headers = new ArrayList<>(credentials);
        headers.add(new MsrpHeader(MsrpHeaders.EXPIRES, Long.toString(expires)));
        return new MsrpRequest(MsrpTokens.ident(ids), MsrpRequest.AUTH, route.to(), route.from(), headers);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RelayClient[" + route.to() + ", " + user + ", " + attempts + ']';
    }
}
