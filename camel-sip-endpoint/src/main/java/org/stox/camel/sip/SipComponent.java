package org.stox.camel.sip;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

import org.stox.address.SipUri;
import org.stox.protocol.sip.OwnAddress;
import org.stox.settings.HostPort;
import org.stox.settings.SettingException;
import org.stox.status.Reporting;
import org.stox.status.Status;

/** {@code sip:host:port}: takes SIP requests on this address over UDP and TCP, and sends requests from it (RFC 3261). */
@Component("sip")
public class SipComponent extends HealthCheckComponent implements Reporting, OwnAddress {

    @Metadata(label = "common", description = "The options that endpoints start from")
    private SipConfiguration configuration = new SipConfiguration();

    private final Map<HostPort, Shared> listeners = new LinkedHashMap<>();

    private static final class Shared {

        private final SipListener listener;
        private int users;

        private Shared(SipListener listener) {
            this.listener = listener;
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = new SipEndpoint(uri, this, address(uri, remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static HostPort address(String uri, String remaining) {
        try {
            return HostPort.parse(remaining.startsWith("//") ? remaining.substring(2) : remaining);
        } catch (SettingException e) {
            throw new IllegalArgumentException(uri + " " + e.getMessage() + ": it must be sip:host:port of this machine, such as "
                    + "sip:192.0.2.5:5060", e);
        }
    }

    /** The listener of an address; the first who asks opens it, with its timers and limits. */
    synchronized SipListener acquire(HostPort address, SipConfiguration options) throws IOException {
        var shared = listeners.get(address);
        if (shared == null) {
            var listener = listener(address, options);
            listener.start();
            shared = new Shared(listener);
            listeners.put(address, shared);
        }
        shared.users++;
        return shared.listener;
    }

    private SipListener listener(HostPort address, SipConfiguration options) throws IOException {
        try {
            return new SipListener(getCamelContext(), address, options);
        } catch (UnknownHostException e) {
            throw new IOException("sip:" + address + " cannot listen: the host " + address.host() + " is unknown", e);
        }
    }

    /** The last who leaves closes it. */
    synchronized void release(HostPort address) {
        var shared = listeners.get(address);
        if (shared != null && --shared.users == 0) {
            listeners.remove(address);
            shared.listener.stop();
        }
    }

    /** The listener of an address while it is open. */
    synchronized Optional<SipListener> listener(HostPort address) {
        return Optional.ofNullable(listeners.get(address)).map(shared -> shared.listener);
    }

    /** Of the listener that was opened first, if there are several that send. */
    @Override
    public Optional<SipUri> contact() {
        return open().stream().flatMap(listener -> listener.contact().stream()).findFirst();
    }

    /** One for each address that is listened on. */
    @Override
    public List<Status> status() {
        return open().stream().map(SipFigures::of).toList();
    }

    private synchronized List<SipListener> open() {
        return listeners.values().stream().map(shared -> shared.listener).toList();
    }

    /** TCP connections of all listeners. */
    synchronized int connections() {
        return listeners.values().stream().mapToInt(shared -> shared.listener.transactions().connections()).sum();
    }

    /** How often something was thrown away for this reason. */
    synchronized long dropped(String reason) {
        return listeners.values().stream().mapToLong(shared -> shared.listener.counters().dropped().getOrDefault(reason, 0L)).sum();
    }

    public SipConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SipConfiguration configuration) {
        this.configuration = configuration;
    }
}
