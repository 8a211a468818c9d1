package org.stox.status;

import java.util.List;
import java.util.Map;

/**
 * A SIP listener, an XMPP stream or the mapping between them, as it is at one moment.
 *
 * @param scheme of the component that it belongs to: sip, xmpp-component, stox
 * @param name the address that is listened on, the domain of the stream, or the service
 * @param state one word, such as LISTENING or OPEN
 * @param up whether it can do its work
 * @param details what an operator wants to see beside it, such as the server; never a secret
 * @param figures all of them, also those that are 0
 */
public record Status(String scheme, String name, String state, boolean up, Map<String, String> details, List<Figure> figures) {

    public Status {
        details = Map.copyOf(details);
        figures = List.copyOf(figures);
    }
}
