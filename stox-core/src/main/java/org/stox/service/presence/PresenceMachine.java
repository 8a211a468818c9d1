package org.stox.service.presence;

import org.stox.session.Machine;

/** The three kinds of memory that presence has. */
sealed interface PresenceMachine extends Machine permits Notifier, Subscriber, XmppUser {

    @Override
    default String kind() {
        return PresenceService.KIND;
    }
}
