package org.stox.service.pager;

import java.util.Optional;
import java.util.Set;

import org.stox.protocol.imdn.Disposition;

/**
 * A message whose sender wants to hear what becomes of it.
 *
 * @param id by which its receiver tells of it
 * @param ownId by which its sender knows it
 * @param dateTime when it was sent, as its sender wrote it
 * @param recipient whom it was sent to, as its sender wrote it
 * @param asked what has been asked for and not been told
 */
record Awaited(String id, String ownId, String dateTime, Optional<String> recipient, Set<Disposition> asked) {

    Awaited {
        asked = Set.copyOf(asked);
    }
}
