/** What an operator can set: one closed list, its checks, and the checked values as one immutable record (issue §1.5). */
package org.stox.settings;
