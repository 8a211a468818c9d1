package org.stox.service.pager;

/** Who is told that his message has come, or was seen, if he asked for it (XEP-0184 §6, XEP-0333 §7, RFC 5438 §14). */
public enum Receipts {
    /** Whoever asked. */
    ALL,
    /** Who may see the presence of the one to whom he wrote: to anybody else it would show that somebody is there. */
    CONTACTS
}
