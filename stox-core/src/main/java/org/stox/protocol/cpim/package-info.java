/** The format message/cpim: RFC 3862. */
package org.stox.protocol.cpim;
