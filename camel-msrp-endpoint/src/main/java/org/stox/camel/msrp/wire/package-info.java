/** The connections of MSRP (RFC 4975) on Netty: what the records of {@code org.stox.protocol.msrp} say, on sockets and timers. */
package org.stox.camel.msrp.wire;
