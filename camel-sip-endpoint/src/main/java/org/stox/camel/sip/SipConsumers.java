package org.stox.camel.sip;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.stox.protocol.sip.SipProfile;
import org.stox.protocol.sip.SipRequest;
import org.stox.settings.HostPort;

/** The consumers of one listener: which of them takes a request, and what all of them serve together. */
final class SipConsumers {

    private final HostPort local;
    private final List<SipConsumer> consumers = new CopyOnWriteArrayList<>();
    private volatile SipProfile profile = new SipProfile(List.of(), List.of(), List.of(), Set.of());

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
    }

    /** The content of Allow, Accept, Allow-Events and of the answer to OPTIONS. */
    SipProfile profile() {
        return profile;
    }

    Optional<SipConsumer> of(SipRequest request) {
        for (var consumer : consumers) {
            if (consumer.takes(request)) {
                return Optional.of(consumer);
            }
        }
        return Optional.empty();
    }

    /** How full the fullest route is, from 0 to 1: it refuses first. */
    double fill() {
        return consumers.stream().mapToDouble(SipConsumer::fill).max().orElse(0);
    }

    List<SipConsumer> all() {
        return consumers;
    }
}
