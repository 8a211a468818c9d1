package org.stox.service.presence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.stox.session.Machine;

/** The three kinds of memory that presence has. */
sealed interface PresenceMachine extends Machine permits Notifier, Subscriber, XmppUser {

    @Override
    default String kind() {
        return PresenceService.KIND;
    }

    /** All that there are. */
    static Set<Map<String, String>> allCounted() {
        return Stream.concat(Stream.of(XmppUser.COUNTED), Arrays.stream(Authorization.values())
                .flatMap(a -> Stream.of(counted(Subscriber.ROLE, a), counted(Notifier.ROLE, a)))).collect(Collectors.toUnmodifiableSet());
    }

    /** The role of RFC 8048 that the gateway has, and how far the authorization of the pair is. */
    static Map<String, String> counted(String role, Authorization authorization) {
        return Map.of("role", role, "authorization", authorization.name().toLowerCase(Locale.ROOT));
    }
}
