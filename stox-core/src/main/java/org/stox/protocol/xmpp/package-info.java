/** Stanzas and the stream of a component as values: RFC 6120, RFC 6121, XEP-0114. */
package org.stox.protocol.xmpp;
