package org.stox.camel;

import java.util.List;
import java.util.Locale;

/** The services that {@code stox:} names, each with the legs that lead to it. */
enum StoxService {

    /** Pager mode alone, in place (RFC 7572). */
    IM(true),
    /** All services behind one door. */
    GATEWAY(true, "sip", "xmpp"),
    /** RFC 8048. */
    PRESENCE(true, "sip", "xmpp"),
    CHAT(false, "sip", "msrp", "xmpp"),
    GROUPCHAT(false, "sip", "msrp", "xmpp"),
    MEDIA(false, "sip", "xmpp");

    private static final String SERVED = "use stox:gateway/sip and stox:gateway/xmpp, stox:presence/sip and stox:presence/xmpp, or stox:im";

    private final boolean served;
    private final List<String> legs;

    StoxService(boolean served, String... legs) {
        this.served = served;
        this.legs = List.of(legs);
    }

    List<String> legs() {
        return legs;
    }

    /** What the first part of a URI names; the sentences are for the operator who wrote the route. */
    static StoxService of(String name) {
        for (var service : values()) {
            if (service.toString().equals(name)) {
                if (!service.served) {
                    throw new IllegalArgumentException("stox:" + name + " is not served yet: " + SERVED);
                }
                return service;
            }
        }
        throw new IllegalArgumentException("stox:" + name + " names no service: " + SERVED);
    }

    /** Refuses a leg that the service does not have, and its absence where there are legs. */
    void check(String leg) {
        if (legs.isEmpty() && !leg.isEmpty()) {
            throw new IllegalArgumentException("stox:" + this + "/" + leg + " has a leg, but " + this
                    + " has none: it converts in place, so it must be stox:" + this);
        }
        if (!legs.isEmpty() && !legs.contains(leg)) {
            throw new IllegalArgumentException("stox:" + this + (leg.isEmpty() ? " names no leg" : "/" + leg + " names no leg of it")
                    + ": it must be stox:" + this + "/" + String.join(" or stox:" + this + "/", legs));
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
