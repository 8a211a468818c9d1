/** SIP messages as values: RFC 3261 §7 and §25, RFC 3428. */
package org.stox.protocol.sip;
