/** The sip: component (RFC 3261 transactions). */
package org.stox.camel.sip;
