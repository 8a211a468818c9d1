/** The format application/im-iscomposing+xml: RFC 3994. */
package org.stox.protocol.composing;
