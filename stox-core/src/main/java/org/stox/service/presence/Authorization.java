package org.stox.service.presence;

/**
 * Whether one user may see the presence of another, for an ordered pair (RFC 8048 §5.1; RFC 6121 §A.1). It is long-lived: neither the
 * end of a dialog nor a restart changes it. The states from and both are those of two pairs.
 */
enum Authorization {
    NONE, ASKED, GRANTED
}
