/** JAIN-SIP as a machine for transactions (RFC 3261 §17) and nothing else; the only package that knows it. */
package org.stox.camel.sip.jain;
