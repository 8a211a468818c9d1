package org.stox.service.chat;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

import org.stox.protocol.Octets;

/** A text in message/cpim for a peer that wants it so (RFC 3862, RFC 4975 §13). */
final class Wrapping {

    private Wrapping() {
    }

    static Octets of(String type, Octets content, Optional<String> language, Parties parties, ChatContext context) {
        var head = new StringBuilder(256);
        line(head, "From", "<" + context.policy().sipUri(parties.user().bare()) + ">");
        line(head, "To", "<" + context.policy().sipUri(parties.contact().bare()) + ">");
        line(head, "DateTime", context.now().truncatedTo(ChronoUnit.SECONDS).toString());
        head.append("\r\n");
        language.ifPresent(l -> line(head, "Content-Language", l));
        line(head, "Content-Type", type.equals(SendContent.PLAIN) ? type + ";charset=utf-8" : type);
        var octets = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(octets, octets.length + content.length());
        content.copyTo(all, octets.length);
        return Octets.of(all);
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
