/** The sockets of SIP, on Netty: RFC 3261 §18, without transactions and without Camel. */
package org.stox.camel.sip.transport;
