package org.stox.protocol.msrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.stox.protocol.Octets;

/**
 * A message that is to be sent, before it is cut into chunks (RFC 4975 §7.1.1).
 *
 * @param transaction the id its first chunk shall have if it can: that of a stanza (RFC 7573 §4)
 * @param content Content-Type and other MIME header fields; empty for a request without body
 */
public record Outgoing(MsrpRequest.Route route, String messageId, Optional<String> transaction, Reporting reporting,
        List<MsrpHeader> content, Octets body) implements MsrpTraffic {

    public Outgoing {
        content = List.copyOf(content);
        if (content.isEmpty() && body.length() > 0) {
            throw new IllegalArgumentException("Body without Content-Type");
        }
    }

    /** A message with a fresh Message-ID. */
    public static Outgoing of(MsrpRequest.Route route, String contentType, Octets body, Reporting reporting, Supplier<String> ids) {
        return new Outgoing(route, MsrpTokens.ident(ids), Optional.empty(), reporting,
                List.of(new MsrpHeader(MsrpHeaders.CONTENT_TYPE, contentType)), body);
    }

    /** The SEND without body that binds a connection to a session (§5.4). */
    public static Outgoing empty(MsrpRequest.Route route, Supplier<String> ids) {
        return new Outgoing(route, MsrpTokens.ident(ids), Optional.empty(), Reporting.DEFAULT, List.of(), Octets.NONE);
    }

    public Outgoing withTransaction(String id) {
        return new Outgoing(route, messageId, Optional.of(id), reporting, content, body);
    }

    public Outgoing with(MsrpHeader header) {
        var more = new ArrayList<>(content);
        more.add(header);
        return new Outgoing(route, messageId, transaction, reporting, more, body);
    }

    @Override
    public MsrpUri session() {
        return route.from().last();
    }
}
