/** RFC 8048: presence between SIP and XMPP. */
package org.stox.service.presence;
