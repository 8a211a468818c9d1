/** Refusals and the error tables: RFC 7247 §7. */
package org.stox.error;
