/** Example messages, requirement tables and how a test says which of them it proves. */
package org.stox.test;
