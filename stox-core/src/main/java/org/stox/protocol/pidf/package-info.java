/** PIDF (RFC 3863) with the activities of RPID (RFC 4480): records and codec, tolerant of what phones write. */
package org.stox.protocol.pidf;
