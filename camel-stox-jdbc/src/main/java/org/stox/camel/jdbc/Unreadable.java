package org.stox.camel.jdbc;

/** A row is not a session that this release knows; says which and why. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    Unreadable(Row row, String why) {
        super("Session " + row.id() + " (" + row.kind() + ", format " + row.format() + ") cannot be read: " + why);
    }
}
