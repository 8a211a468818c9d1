/** The {@code msrp:} component: MSRP sessions (RFC 4975) as Camel endpoints. */
package org.stox.camel.msrp;
