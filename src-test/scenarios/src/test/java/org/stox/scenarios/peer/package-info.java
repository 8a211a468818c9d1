/** The peers that the scenarios play or start: real servers and phones as processes, and raw sockets for what no honest program sends. */
package org.stox.scenarios.peer;
