package org.stox.camel.jdbc;

import java.util.List;

/** The tables that both databases have. Times are milliseconds; a body is JSON, readable with the database's own program. */
final class Schema {

    static final List<String> TABLES = List.of(
            "create table if not exists session (id text primary key, kind text not null, format integer not null, version bigint not null,"
                    + " due bigint, claimed_until bigint not null, epoch bigint not null, body text not null)",
            "create table if not exists session_key (k text primary key, id text not null)",
            "create index if not exists session_due on session (due)",
            "create index if not exists session_kind on session (kind, id)",
            "create index if not exists session_key_id on session_key (id)");

    private Schema() {
    }
}
