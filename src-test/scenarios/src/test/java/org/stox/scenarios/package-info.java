/** The whole gateway against real servers and phones. */
package org.stox.scenarios;
