package org.stox.service.im;

import java.util.Optional;
import java.util.Set;

import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.imdn.Disposition;
import org.stox.protocol.imdn.Imdn;

/**
 * What message/cpim says around a text (RFC 3862 §4, RFC 5438 §6).
 *
 * @param messageId by which its sender knows the message
 * @param dateTime when it was sent, RFC 3339, as written
 * @param asked what its sender wants to hear of it
 * @param name how its sender calls himself
 * @param to whom it was sent to, a URI
 */
public record Wrapper(Optional<String> messageId, Optional<String> dateTime, Set<Disposition> asked, Optional<String> name,
        Optional<String> to, Optional<String> subject) {

    public static final Wrapper NONE = new Wrapper(Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Wrapper {
        asked = Set.copyOf(asked);
    }

    /**
     * What wants its notices by another way than straight back (RFC 5438 §7.2.1, IMDN-Record-Route) gets none: its Request-URI would be of
     * anybody's choice. One without a Message-ID or DateTime asks for nothing that could be answered.
     */
    static Wrapper of(CpimMessage message) {
        var id = message.header(Imdn.HEADERS, "Message-ID").filter(i -> !i.isEmpty());
        var dateTime = first(message, "DateTime");
        boolean answerable = id.isPresent() && dateTime.isPresent() && message.header(Imdn.HEADERS, "IMDN-Record-Route").isEmpty();
        var asked = answerable ? message.header(Imdn.HEADERS, Disposition.HEADER).map(Disposition::readAll).orElse(Set.of())
                : Set.<Disposition>of();
        return new Wrapper(id, dateTime, asked, first(message, "From").flatMap(Wrapper::formalName), first(message, "To").map(CpimMessage::uri),
                first(message, "Subject"));
    }

    private static Optional<String> first(CpimMessage message, String name) {
        return message.headers(name).stream().findFirst();
    }

    /** RFC 3862 §4.1: words or a quoted string before the angle bracket. */
    private static Optional<String> formalName(String from) {
        int open = from.lastIndexOf('<');
        var name = open <= 0 ? "" : from.substring(0, open).strip();
        boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
        return Optional.of(quoted ? name.substring(1, name.length() - 1) : name).filter(n -> !n.isBlank());
    }
}
