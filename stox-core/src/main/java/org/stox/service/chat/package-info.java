/** RFC 7573: one-to-one chat between XMPP and MSRP sessions, and its fallback to pager mode. */
package org.stox.service.chat;
