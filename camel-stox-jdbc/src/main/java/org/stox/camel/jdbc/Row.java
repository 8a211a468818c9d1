package org.stox.camel.jdbc;

import java.util.OptionalLong;

/**
 * A session as the table has it.
 *
 * @param format the shape of the body, as its service numbers it
 * @param due the earliest timer, in milliseconds
 * @param body JSON
 */
record Row(String id, String kind, int format, long version, OptionalLong due, String body) { }
