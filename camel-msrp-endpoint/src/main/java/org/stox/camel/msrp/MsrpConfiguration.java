package org.stox.camel.msrp;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The options of {@code msrp:}; all but those of the route's side must be the same on all endpoints of one address. It is long because Camel
 * wants a field, a getter and a setter for each.
 */
@UriParams
public class MsrpConfiguration implements Cloneable {

    @UriParam(label = "common", enums = "tcp,tls,both",
            description = "How peers reach it: without TLS, with TLS, or both, each at a port of its own. Default: both with "
                    + "sslContextParameters, else tcp")
    private String transport;
    @UriParam(label = "common", defaultValue = "0",
            description = "The port with TLS where there are both; 0 for a free one")
    private int securePort;
    @UriParam(label = "common",
            description = "The host in our URIs, as peers reach it. Default: the property stox.msrp.advertise, else the host of"
                    + " stox.sip.advertise, else the host that is listened on, or for all addresses the one that packets to"
                    + " stox.sip.peer leave from")
    private String advertise;
    @UriParam(label = "security",
            description = "Our certificate, and whose certificates are trusted where a session description has no fingerprint. "
                    + "Without it there is no TLS")
    private SSLContextParameters sslContextParameters;
    @UriParam(label = "security",
            description = "Private addresses that it may connect to, as ranges with commas between, such as 192.168.0.0/16. "
                    + "Public ones are always allowed. Default: stox.sip.trusted and the addresses of stox.sip.peer, and "
                    + "where that is on this host all of this host")
    private String allowed;
    @UriParam(label = "common",
            description = "The URI of an MSRP relay (RFC 4976) that all sessions go over, such as "
                    + "msrps://relay.example.com:2855;tcp")
    private String relay;
    @UriParam(label = "security",
            description = "Who we are at the relay")
    private String relayUser;
    @UriParam(label = "security", secret = true,
            description = "The password at the relay")
    private String relayPassword;
    @UriParam(label = "advanced", defaultValue = "900000", javaType = "java.time.Duration",
            description = "How long the relay is asked to let us use a path; it is asked again before")
    private long relayExpires = 900_000;
    @UriParam(label = "advanced", defaultValue = "true",
            description = "Whether middleboxes may stand in between that know nothing of MSRP (RFC 6714)")
    private boolean cema = true;
    @UriParam(label = "advanced", defaultValue = "10000", javaType = "java.time.Duration",
            description = "How long a connection may take to be open, with its TLS, and a relay to answer")
    private long connectTimeout = 10_000;
    @UriParam(label = "advanced", defaultValue = "30000", javaType = "java.time.Duration",
            description = "How long a connection may be without a session, and a session without its connection")
    private long bindTimeout = 30_000;
    @UriParam(label = "advanced", defaultValue = "30000", javaType = "java.time.Duration",
            description = "How long the rest of a head may take that has begun")
    private long headTimeout = 30_000;
    @UriParam(label = "advanced", defaultValue = "60000", javaType = "java.time.Duration",
            description = "How long a peer may be silent in the middle of a message before it is dropped")
    private long messageTimeout = 60_000;
    @UriParam(label = "advanced", defaultValue = "30000", javaType = "java.time.Duration",
            description = "How long a peer may read nothing that waits for it before its connection is closed")
    private long writeTimeout = 30_000;
    @UriParam(label = "advanced", defaultValue = "20000",
            description = "How many connections there may be")
    private int connections = 20_000;
    @UriParam(label = "advanced", defaultValue = "256",
            description = "How many connections of one address may be without a session")
    private int unboundConnections = 256;
    @UriParam(label = "security", defaultValue = "16",
            description = "How many requests that fit no session a connection may have before it is closed")
    private int guesses = 16;
    @UriParam(label = "consumer,advanced", defaultValue = "64",
            description = "How many messages of one connection may be in the routes; with more it is not read")
    private int maxInRoutes = 64;
    @UriParam(label = "consumer,advanced", defaultValue = "67108864",
            description = "How many bytes of all sessions together may be of messages that have come in part; a message for which there is no room is refused")
    private int maxUnfinishedBytes = 64 << 20;
    @UriParam(label = "producer,advanced", defaultValue = "1000",
            description = "How many messages of one session may wait to be written or answered before more are refused")
    private int maxQueued = 1000;
    @UriParam(label = "producer,advanced", defaultValue = "4194304",
            description = "How many bytes of them; a connection may have four times as many")
    private int maxQueuedBytes = 4 << 20;

    public MsrpConfiguration copy() {
        try {
            return (MsrpConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getTransport() {
        return transport;
    }

    public void setTransport(String transport) {
        this.transport = transport;
    }

    public int getSecurePort() {
        return securePort;
    }

    public void setSecurePort(int securePort) {
        this.securePort = securePort;
    }

    public String getAdvertise() {
        return advertise;
    }

    public void setAdvertise(String advertise) {
        this.advertise = advertise;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getAllowed() {
        return allowed;
    }

    public void setAllowed(String allowed) {
        this.allowed = allowed;
    }

    public String getRelay() {
        return relay;
    }

    public void setRelay(String relay) {
        this.relay = relay;
    }

    public String getRelayUser() {
        return relayUser;
    }

    public void setRelayUser(String relayUser) {
        this.relayUser = relayUser;
    }

    public String getRelayPassword() {
        return relayPassword;
    }

    public void setRelayPassword(String relayPassword) {
        this.relayPassword = relayPassword;
    }

    public long getRelayExpires() {
        return relayExpires;
    }

    public void setRelayExpires(long relayExpires) {
        this.relayExpires = relayExpires;
    }

    public boolean isCema() {
        return cema;
    }

    public void setCema(boolean cema) {
        this.cema = cema;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getBindTimeout() {
        return bindTimeout;
    }

    public void setBindTimeout(long bindTimeout) {
        this.bindTimeout = bindTimeout;
    }

    public long getHeadTimeout() {
        return headTimeout;
    }

    public void setHeadTimeout(long headTimeout) {
        this.headTimeout = headTimeout;
    }

    public long getMessageTimeout() {
        return messageTimeout;
    }

    public void setMessageTimeout(long messageTimeout) {
        this.messageTimeout = messageTimeout;
    }

    public long getWriteTimeout() {
        return writeTimeout;
    }

    public void setWriteTimeout(long writeTimeout) {
        this.writeTimeout = writeTimeout;
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = connections;
    }

    public int getUnboundConnections() {
        return unboundConnections;
    }

    public void setUnboundConnections(int unboundConnections) {
        this.unboundConnections = unboundConnections;
    }

    public int getGuesses() {
        return guesses;
    }

    public void setGuesses(int guesses) {
        this.guesses = guesses;
    }

    public int getMaxInRoutes() {
        return maxInRoutes;
    }

    public void setMaxInRoutes(int maxInRoutes) {
        this.maxInRoutes = maxInRoutes;
    }

    public int getMaxUnfinishedBytes() {
        return maxUnfinishedBytes;
    }

    public void setMaxUnfinishedBytes(int maxUnfinishedBytes) {
        this.maxUnfinishedBytes = maxUnfinishedBytes;
    }

    public int getMaxQueued() {
        return maxQueued;
    }

    public void setMaxQueued(int maxQueued) {
        this.maxQueued = maxQueued;
    }

    public int getMaxQueuedBytes() {
        return maxQueuedBytes;
    }

    public void setMaxQueuedBytes(int maxQueuedBytes) {
        this.maxQueuedBytes = maxQueuedBytes;
    }
}
