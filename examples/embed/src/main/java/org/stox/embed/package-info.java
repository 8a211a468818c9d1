/** Example: the endpoints in a program of one's own. */
package org.stox.embed;
