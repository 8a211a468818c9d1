package org.stox.protocol.msrp;

import java.nio.charset.StandardCharsets;

import org.stox.protocol.Octets;

/** MSRP messages to octets (RFC 4975 §7, §9); {@link MsrpReader} is the other way. */
public final class MsrpCodec {

    private static final String CRLF = "\r\n";
    private static final String HYPHENS = "-------";

    private MsrpCodec() {
    }

    /** A response, or a request without body: both are complete. */
    public static byte[] write(MsrpMessage message) {
        return (head(message) + endLine(message.transaction(), Continuation.END)).getBytes(StandardCharsets.UTF_8);
    }

    /** A request with a body; refuses a transaction id that the body has in an end-line. */
    public static byte[] write(MsrpRequest request, Octets body, Continuation continuation) {
        if (hasEndLine(body, 0, body.length(), request.transaction())) {
            throw new IllegalArgumentException("End-line in the body");
        }
        var begin = begin(request);
        var end = end(request.transaction(), continuation);
        var octets = new byte[begin.length + body.length() + end.length];
        System.arraycopy(begin, 0, octets, 0, begin.length);
        body.copyTo(octets, begin.length);
        System.arraycopy(end, 0, octets, octets.length - end.length, end.length);
        return octets;
    }

    /** Head and empty line: the body follows. */
    static byte[] begin(MsrpRequest request) {
        return (head(request) + CRLF).getBytes(StandardCharsets.UTF_8);
    }

    /** What follows a body. */
    static byte[] end(String transaction, Continuation continuation) {
        return (CRLF + endLine(transaction, continuation)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether seven hyphens and the transaction id stand anywhere in these octets: stricter than a reader that looks at line starts. */
    static boolean hasEndLine(Octets octets, int from, int to, String transaction) {
        int hyphens = 0;
        for (int i = from; i < to; i++) {
            if (octets.at(i) == '-') {
                hyphens++;
            } else {
                if (hyphens >= HYPHENS.length() && startsWith(octets, i, to, transaction)) {
                    return true;
                }
                hyphens = 0;
            }
        }
        return false;
    }

    /** The transaction id begins with a letter or digit, so it can begin only behind the last hyphen. */
    private static boolean startsWith(Octets octets, int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (octets.at(from + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String endLine(String transaction, Continuation continuation) {
        return HYPHENS + transaction + continuation.flag() + CRLF;
    }

    private static String head(MsrpMessage message) {
        var text = new StringBuilder(256).append("MSRP ").append(message.transaction()).append(' ');
        if (message instanceof MsrpRequest request) {
            text.append(request.method());
        } else {
            var response = (MsrpResponse) message;
            text.append((char) ('0' + response.status() / 100)).append((char) ('0' + response.status() / 10 % 10))
                    .append((char) ('0' + response.status() % 10));
            response.comment().ifPresent(c -> text.append(' ').append(c));
        }
        text.append(CRLF);
        field(text, MsrpHeaders.TO_PATH, message.to().toString());
        field(text, MsrpHeaders.FROM_PATH, message.from().toString());
        message.headers().forEach(h -> field(text, h.name(), h.value()));
        return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append(CRLF);
    }
}
