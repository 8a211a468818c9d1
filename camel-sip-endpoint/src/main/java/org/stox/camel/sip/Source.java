package org.stox.camel.sip;

import java.net.InetSocketAddress;

import org.stox.camel.sip.transport.Protocol;

/** Where a request came from, as its packets say. */
public record Source(InetSocketAddress address, Protocol protocol, boolean trusted) {
}
