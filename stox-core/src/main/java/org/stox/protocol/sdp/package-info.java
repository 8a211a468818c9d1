/** SDP (RFC 8866) that keeps what it does not know, and offer and answer (RFC 3264) for message media (RFC 4975 §8). */
package org.stox.protocol.sdp;
