/** What services with memory share: a session, the events that come to it, the actions that it wants done, and the store that keeps it. */
package org.stox.session;
