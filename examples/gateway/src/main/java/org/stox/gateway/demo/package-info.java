/** {@code stox demo}: a Prosody, a gateway, a phone and a client play a conversation, drawn as a ladder. */
package org.stox.gateway.demo;
