/** Formatted text in a stanza: XEP-0071, the XHTML-IM Integration Set. */
package org.stox.protocol.xhtml;
