/** The program behind bin/stox: the gateway in the foreground, the translator, the check of settings, and the demo. */
package org.stox.gateway;
