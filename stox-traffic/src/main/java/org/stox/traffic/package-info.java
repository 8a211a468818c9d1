/** How messages go from sockets to routes and back: gathered where there are many, in order, on few threads. */
package org.stox.traffic;
