package org.stox.service.chat;

/** How a chat reaches a SIP user. */
public enum ChatMode {
    /** By a session where he can have one, else by MESSAGE. */
    AUTO,
    /** By a session only (RFC 7573). */
    MSRP,
    /** By MESSAGE only (RFC 7572). */
    PAGER
}
