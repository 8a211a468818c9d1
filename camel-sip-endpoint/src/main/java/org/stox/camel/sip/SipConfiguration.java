package org.stox.camel.sip;

import java.time.Duration;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * What an operator may set on a sip: component or endpoint; what is not set comes from the settings of the context. A bean of Camel,
 * long because of its accessors; {@link SipSettings} is what the rest goes by.
 */
@UriParams
public class SipConfiguration implements Cloneable {

    @UriParam(label = "consumer", defaultValue = "MESSAGE,SUBSCRIBE,NOTIFY",
            description = "The methods that the route takes, with commas between. All others are answered 405, or 501 where they are unknown.")
    private String methods = "MESSAGE,SUBSCRIBE,NOTIFY";

    @UriParam(label = "consumer",
            defaultValue = "text/plain,text/html,message/cpim,application/im-iscomposing+xml,message/imdn+xml,application/pidf+xml",
            description = "The content types that the route takes, with commas between. All others are answered 415.")
    private String accept = "text/plain,text/html,message/cpim,application/im-iscomposing+xml,message/imdn+xml,application/pidf+xml";

    @UriParam(label = "consumer,filter", defaultValue = "presence",
            description = "The event packages that the route takes for SUBSCRIBE, NOTIFY and PUBLISH, with commas between. "
                    + "All others are answered 489. All are taken if it is empty.")
    private String event = "presence";

    @UriParam(label = "common", enums = "udp,tcp",
            description = "The transport towards the peer, where the peer does not say it.")
    private String transport;

    @UriParam(label = "common",
            description = "Where requests are sent: host:port, or host:port;transport=tcp. Default: stox.sip.peer.")
    private String peer;

    @UriParam(label = "security",
            description = "Whose requests are taken: addresses and ranges with commas between, such as 192.0.2.10,198.51.100.0/24. "
                    + "Default: stox.sip.trusted, else the addresses of the peer, looked up again every 60 s.")
    private String trusted;

    @UriParam(label = "common",
            description = "The domain of the SIP users. Default: stox.sip.domain, else stox.domain.")
    private String domain;

    @UriParam(label = "consumer",
            description = "The domains whose users can be reached here, with commas between: OPTIONS to others is 404. "
                    + "Default: stox.xmpp.domains.")
    private String domains;

    @UriParam(label = "common",
            description = "The host, or host:port, written into Via. Default: stox.sip.advertise, else the host that is listened on, "
                    + "or the local address towards the peer where that is all addresses.")
    private String advertise;

    @UriParam(label = "producer", description = "The largest MESSAGE in bytes, all of it counted (RFC 3428 section 8). "
            + "Default: stox.im.max, else 1300.")
    private Integer messageMax;

    @UriParam(label = "consumer", enums = "200,202",
            description = "The status that answers a request whose route ends well without a response. Default: stox.im.accepted, else 200.")
    private Integer accepted;

    @UriParam(label = "consumer,advanced", defaultValue = "4096",
            description = "How many requests may be in routes at a time. More are answered 503 with Retry-After.")
    private int inFlight = 4096;

    @UriParam(label = "consumer,advanced", defaultValue = "5",
            description = "How many subscriptions one sender may begin in a second, and a hundred times as many at once. More are answered "
                    + "503 with Retry-After. 0 is any number.")
    private int subscribeRate = 5;

    @UriParam(label = "consumer,advanced", defaultValue = "1",
            description = "How often in a second one sender may ask for the state of one user, SUBSCRIBE with Expires: 0, and five times "
                    + "as often at once. More are answered 503 with Retry-After. 0 is any number.")
    private int pollRate = 1;

    @UriParam(label = "producer,advanced", defaultValue = "100",
            description = "How many MESSAGEs may wait for the one before them to the same Request-URI (RFC 3428 section 8).")
    private int waiting = 100;

    @UriParam(label = "producer,advanced", defaultValue = "32s", javaType = "java.time.Duration",
            description = "How long a MESSAGE may wait for the one before it to the same Request-URI.")
    private Duration waitingTime = Duration.ofSeconds(32);

    @UriParam(label = "advanced", defaultValue = "64",
            description = "How many TCP connections one address may open.")
    private int connections = 64;

    @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration",
            description = "How long a message on a TCP connection may take from its first byte to its last.")
    private Duration messageTimeout = Duration.ofSeconds(30);

    @UriParam(label = "advanced", defaultValue = "180s", javaType = "java.time.Duration",
            description = "How long a TCP connection may be silent.")
    private Duration idleTimeout = Duration.ofSeconds(180);

    @UriParam(label = "advanced", defaultValue = "2s", javaType = "java.time.Duration",
            description = "How long a TCP connect may take.")
    private Duration connectTimeout = Duration.ofSeconds(2);

    @UriParam(label = "advanced", defaultValue = "500ms", javaType = "java.time.Duration",
            description = "T1 of RFC 3261 section 17.1.1.1, from which all timers of transactions follow. "
                    + "Less than 500 ms only where no hop leaves the premises.")
    private Duration t1 = Duration.ofMillis(500);

    @UriParam(label = "advanced", defaultValue = "60s", javaType = "java.time.Duration",
            description = "How often the name of the peer is looked up again.")
    private Duration lookup = Duration.ofSeconds(60);

    public SipConfiguration copy() {
        try {
            return (SipConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getMethods() {
        return methods;
    }

    public void setMethods(String methods) {
        this.methods = methods;
    }

    public String getAccept() {
        return accept;
    }

    public void setAccept(String accept) {
        this.accept = accept;
    }

    public String getEvent() {
        return event;
    }

    public void setEvent(String event) {
        this.event = event;
    }

    public String getTransport() {
        return transport;
    }

    public void setTransport(String transport) {
        this.transport = transport;
    }

    public String getPeer() {
        return peer;
    }

    public void setPeer(String peer) {
        this.peer = peer;
    }

    public String getTrusted() {
        return trusted;
    }

    public void setTrusted(String trusted) {
        this.trusted = trusted;
    }

    public String getDomain() {
        return domain;
    }

    public void setDomain(String domain) {
        this.domain = domain;
    }

    public String getDomains() {
        return domains;
    }

    public void setDomains(String domains) {
        this.domains = domains;
    }

    public String getAdvertise() {
        return advertise;
    }

    public void setAdvertise(String advertise) {
        this.advertise = advertise;
    }

    public Integer getMessageMax() {
        return messageMax;
    }

    public void setMessageMax(Integer messageMax) {
        this.messageMax = messageMax;
    }

    public Integer getAccepted() {
        return accepted;
    }

    public void setAccepted(Integer accepted) {
        this.accepted = accepted;
    }

    public int getInFlight() {
        return inFlight;
    }

    public void setInFlight(int inFlight) {
        this.inFlight = inFlight;
    }

    public int getSubscribeRate() {
        return subscribeRate;
    }

    public void setSubscribeRate(int subscribeRate) {
        this.subscribeRate = subscribeRate;
    }

    public int getPollRate() {
        return pollRate;
    }

    public void setPollRate(int pollRate) {
        this.pollRate = pollRate;
    }

    public int getWaiting() {
        return waiting;
    }

    public void setWaiting(int waiting) {
        this.waiting = waiting;
    }

    public Duration getWaitingTime() {
        return waitingTime;
    }

    public void setWaitingTime(Duration waitingTime) {
        this.waitingTime = waitingTime;
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = connections;
    }

    public Duration getMessageTimeout() {
        return messageTimeout;
    }

    public void setMessageTimeout(Duration messageTimeout) {
        this.messageTimeout = messageTimeout;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getT1() {
        return t1;
    }

    public void setT1(Duration t1) {
        this.t1 = t1;
    }

    public Duration getLookup() {
        return lookup;
    }

    public void setLookup(Duration lookup) {
        this.lookup = lookup;
    }
}
