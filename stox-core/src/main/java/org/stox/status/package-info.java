/** What the parts of a running gateway tell about themselves: one shape for console, JMX, meters and health. */
package org.stox.status;
