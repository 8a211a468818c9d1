/** Sessions in a database: one table, one writer that commits in groups, two dialects of SQL. */
package org.stox.camel.jdbc;
