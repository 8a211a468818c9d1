/** MSRP (RFC 4975, RFC 4976): records, the codec of its streams, chunks to messages and back, reports; nothing of a connection. */
package org.stox.protocol.msrp;
