package org.stox.camel.sip;

import java.net.InetSocketAddress;

import org.stox.camel.sip.transport.Protocol;

/** Where a request goes next: an address that is already looked up, and the protocol that the top Via names as well. */
public record Hop(InetSocketAddress address, Protocol protocol) {
}
