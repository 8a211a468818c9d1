package org.stox.protocol.xmpp;

import java.time.Duration;
import java.util.Optional;

/**
 * What the gateway says about itself: XEP-0030 (disco), XEP-0199 (ping), XEP-0092 (version), XEP-0012 (uptime).
 *
 * @param domain the component's domain
 */
public record EntityInfo(String domain, String name, String version) {

    /** The answer, a result or an error; empty if the request is not about the gateway itself and goes on to the routes. */
    public Optional<IqStanza> answer(IqStanza request, Duration uptime) {
        throw new UnsupportedOperationException("skeleton");
    }
}
