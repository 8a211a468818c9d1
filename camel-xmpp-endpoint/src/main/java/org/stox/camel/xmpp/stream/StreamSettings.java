package org.stox.camel.xmpp.stream;

import java.util.Set;

import org.stox.protocol.xml.XmlLimits;
import org.stox.settings.HostPort;

/**
 * What the operator decided for one stream.
 *
 * @param domain the component's domain
 * @param server where the XMPP server takes components
 * @param domains whose users may use the component; empty if nothing is read
 * @param queueBytes what may wait for the socket before senders are refused; half of it lets them in again
 * @param perPair stanzas of one pair of addresses that may wait for the routes, or be in them
 * @param total stanzas that may wait for or be in the routes
 */
public record StreamSettings(String domain, HostPort server, String secret, Set<String> domains, XmlLimits reading, XmlLimits writing,
        Timers timers, int queueBytes, int perPair, int total) {

    public StreamSettings {
        domains = Set.copyOf(domains);
    }

    @Override
    public String toString() {
        return domain + " at " + server;        // never the secret
    }
}
