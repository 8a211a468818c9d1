/** Thousands of SIP and XMPP users who watch each other, each side played by one small program that counts what it sees. */
package org.stox.scenarios.crowd;
