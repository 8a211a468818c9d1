package org.stox.camel.sip;

/** Names one server transaction (RFC 3261 §17.2.3: branch, sent-by and method), in a form only its maker reads. */
public record TransactionId(String key) {
}
