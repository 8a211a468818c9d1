/** Pager mode with a memory: who may be told what about a message (RFC 5438), who is writing (RFC 3994), what a peer was seen to be able to. */
package org.stox.service.pager;
