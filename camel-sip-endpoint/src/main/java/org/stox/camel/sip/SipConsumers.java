package org.stox.camel.sip;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.stox.protocol.sip.SipProfile;
import org.stox.protocol.sip.SipRequest;
import org.stox.settings.HostPort;

/** The consumers of one listener: which of them takes a request, and what all of them serve together. */
final class SipConsumers {

    private final HostPort local;
    private final List<SipConsumer> consumers = new CopyOnWriteArrayList<>();
    private volatile SipProfile profile = new SipProfile(List.of(), List.of(), List.of(), Set.of());
    private volatile Map<SipConsumer, SipProfile> profiles = Map.of();

    SipConsumers(HostPort local) {
        this.local = local;
    }

    /** Refuses a second route for what a first one takes. */
    synchronized void add(SipConsumer consumer) {
        for (var other : consumers) {
            consumer.overlap(other).ifPresent(method -> {
                throw new IllegalStateException("sip:" + local + " has two routes that take " + method
                        + ": give them different methods or event");
            });
        }
        consumers.add(consumer);
        serve();
    }

    synchronized void remove(SipConsumer consumer) {
        consumers.remove(consumer);
        serve();
    }

    private void serve() {
        var methods = new LinkedHashSet<String>();
        var accept = new LinkedHashSet<String>();
        var domains = new LinkedHashSet<String>();
        var events = new LinkedHashSet<String>();
        boolean any = false;
        for (var consumer : consumers) {
            methods.addAll(consumer.serves().methods());
            accept.addAll(consumer.serves().accept());
            domains.addAll(consumer.serves().domains());
            if (consumer.takesEvents()) {
                events.addAll(consumer.serves().events());
                any |= consumer.serves().events().isEmpty();
            }
        }
        profile = new SipProfile(List.copyOf(methods), List.copyOf(accept), any ? List.of() : List.copyOf(events), domains);
        profiles = consumers.stream().collect(Collectors.toUnmodifiableMap(c -> c,
                c -> new SipProfile(profile.methods(), c.serves().accept(), profile.events(), domains)));
    }

    /** The content of Allow, Accept, Allow-Events and of the answer to OPTIONS. */
    SipProfile profile() {
        return profile;
    }

    /** The same with the content that one of them takes: what 415 is by. */
    SipProfile profile(SipConsumer consumer) {
        return profiles.getOrDefault(consumer, profile);
    }

    Optional<SipConsumer> of(SipRequest request) {
        for (var consumer : consumers) {
            if (consumer.takes(request)) {
                return Optional.of(consumer);
            }
        }
        return Optional.empty();
    }

    /** The one that takes requests of a method, whatever else they have. */
    Optional<SipConsumer> taking(String method) {
        return consumers.stream().filter(consumer -> consumer.serves().methods().contains(method)).findFirst();
    }

    /** How full the fullest route is, from 0 to 1: it refuses first. */
    double fill() {
        return consumers.stream().mapToDouble(SipConsumer::fill).max().orElse(0);
    }

    /** INVITEs in routes, which have no final response yet. */
    int invites() {
        return consumers.stream().mapToInt(SipConsumer::invites).sum();
    }

    List<SipConsumer> all() {
        return consumers;
    }
}
