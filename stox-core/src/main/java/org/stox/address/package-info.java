/** Addresses and their mapping: RFC 7247 §6, RFC 7622, RFC 3261 §19.1. */
package org.stox.address;
