/** One component stream (XEP-0114) on Netty: what it reads, what it writes, and what the server has taken of it. Knows no Camel. */
package org.stox.camel.xmpp.stream;
