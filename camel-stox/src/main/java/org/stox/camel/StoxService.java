package org.stox.camel;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The services that {@code stox:} names, each with the legs that lead to it. */
enum StoxService {

    /** Pager mode alone, in place (RFC 7572). */
    IM(List.of(), List.of()),
    /** All services behind one door; without the leg msrp, chats are in pager mode. */
    GATEWAY(List.of(Legs.SIP, Legs.XMPP), List.of(Legs.MSRP)),
    /** RFC 8048. */
    PRESENCE(List.of(Legs.SIP, Legs.XMPP), List.of()),
    /** RFC 7573, and pager mode, which is its fallback. */
    CHAT(List.of(Legs.SIP, Legs.MSRP, Legs.XMPP), List.of());

    /** The sides that doors are on. */
    static final class Legs {

        static final String SIP = "sip";
        static final String MSRP = "msrp";
        static final String XMPP = "xmpp";

        private Legs() {
        }
    }

    private static final List<String> TO_COME = List.of("groupchat", "media");
    private static final String SERVED = "use stox:gateway/sip, stox:presence/sip or stox:chat/sip with the other legs of the same, or stox:im";

    private final List<String> legs;
    private final List<String> optional;

    StoxService(List<String> legs, List<String> optional) {
        this.legs = legs;
        this.optional = optional;
    }

    /** Those that it cannot do without. */
    List<String> legs() {
        return legs;
    }

    /** Those that it may have as well. */
    List<String> optional() {
        return optional;
    }

    /** Whether its doors take what is for that service. */
    boolean takes(StoxService other) {
        return this == GATEWAY || this == other || this == CHAT && other == IM;
    }

    /** What the first part of a URI names; the sentences are for the operator who wrote the route. */
    static StoxService of(String name) {
        for (var service : values()) {
            if (service.toString().equals(name)) {
                return service;
            }
        }
        throw new IllegalArgumentException("stox:" + name + (TO_COME.contains(name) ? " is not served yet: " : " names no service: ") + SERVED);
    }

    /** Refuses a leg that the service does not have, and its absence where there are legs. */
    void check(String leg) {
        if (legs.isEmpty() && !leg.isEmpty()) {
            throw new IllegalArgumentException("stox:" + this + "/" + leg + " has a leg, but " + this
                    + " has none: it converts in place, so it must be stox:" + this);
        }
        var all = Stream.concat(legs.stream(), optional.stream()).toList();
        if (!legs.isEmpty() && !all.contains(leg)) {
            throw new IllegalArgumentException("stox:" + this + (leg.isEmpty() ? " names no leg" : "/" + leg + " names no leg of it")
                    + ": it must be stox:" + this + "/" + String.join(" or stox:" + this + "/", all));
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
