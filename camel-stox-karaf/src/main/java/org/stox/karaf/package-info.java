/** The gateway in Karaf: a Camel context for the settings of {@code etc/org.stox.gateway.cfg} and the routes of {@code etc/stox/}. */
package org.stox.karaf;
