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

    Set<Map<String, String>> UNDECIDED = Set.of(counted(Notifier.ROLE, Authorization.ASKED), counted(Notifier.ROLE, Authorization.NONE),
            counted(Subscriber.ROLE, Authorization.NONE));

    /** How many pairs may wait for a decision, and how many for the answer to a fetch: nobody has said yet that there are such users. */
    int MOST_UNDECIDED = 20_000;

    @Override
    default String kind() {
        return PresenceService.KIND;
    }

    /** All that there are. */
    static Set<Map<String, String>> allCounted() {
        return Stream.concat(Stream.of(XmppUser.COUNTED), Arrays.stream(Authorization.values())
                .flatMap(a -> Stream.of(counted(Subscriber.ROLE, a), counted(Notifier.ROLE, a)))).collect(Collectors.toUnmodifiableSet());
    }

    /** What an XMPP user asks for is bounded by how many contacts he may have, and what was granted by nothing. */
    static int most(Map<String, String> counted) {
        return UNDECIDED.contains(counted) ? MOST_UNDECIDED : Integer.MAX_VALUE;
    }

    /** The role of RFC 8048 that the gateway has, and how far the authorization of the pair is. */
    static Map<String, String> counted(String role, Authorization authorization) {
        return Map.of("role", role, "authorization", authorization.name().toLowerCase(Locale.ROOT));
    }
}
