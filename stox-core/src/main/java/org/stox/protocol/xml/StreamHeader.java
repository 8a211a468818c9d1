package org.stox.protocol.xml;

import java.util.Optional;

/**
 * The peer's stream header (RFC 6120 §4.7, XEP-0114 §3).
 *
 * @param namespace the default namespace: of the stanzas
 * @param lang xml:lang, which stanzas without one inherit
 */
public record StreamHeader(Optional<String> id, Optional<String> from, String namespace, Optional<String> lang) { }
