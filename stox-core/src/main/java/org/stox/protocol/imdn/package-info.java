/** Disposition notifications of instant messages: RFC 5438. */
package org.stox.protocol.imdn;
