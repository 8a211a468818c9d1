package org.stox.camel.xmpp;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * The options of {@code xmpp-component:}; those of the stream must be the same on all endpoints of one domain and server. It is long
 * because Camel wants a field, a getter and a setter for each.
 */
@UriParams
public class XmppStreamConfiguration implements Cloneable {

    @UriParam(label = "common", description = "Where the XMPP server takes components, host:port. Default: the property stox.xmpp.server")
    private String server;
    @UriParam(label = "security", secret = true,
            description = "The secret that the server asks of the component. Default: the property stox.xmpp.secret")
    private String secret;
    @UriParam(label = "security", description = "The XMPP domains whose users may write to the component, with commas between; others"
            + " get forbidden. Default: the property stox.xmpp.domains")
    private String domains;
    @UriParam(label = "consumer,filter", defaultValue = "message,presence",
            description = "Which stanzas the route takes: message, presence, iq, with commas between")
    private String stanzas = "message,presence";
    @UriParam(label = "consumer,filter", description = "Which types of stanza the route takes, with commas between. A message without a"
            + " type is normal, a presence without one is available. Default: all but the errors of "
            + "messages and the answers to an iq")
    private String types;
    @UriParam(label = "consumer,filter", description = "The namespace of a child element that a stanza must have")
    private String payload;
    @UriParam(label = "producer", enums = "fence,written", description = "When an exchange is complete: when the server has taken the"
            + " stanza, or when it is written. Default: the property stox.im.answer, else fence."
            + " Presence that only tells something is complete when it is written")
    private String answer;

    @UriParam(label = "advanced", defaultValue = "262144", description = "The largest stanza that is read, in bytes")
    private int maxStanza = 256 << 10;
    @UriParam(label = "advanced", defaultValue = "204800", description = "The largest stanza that is written, in bytes")
    private int maxStanzaOut = 200 << 10;
    @UriParam(label = "advanced", defaultValue = "64", description = "The deepest nesting of elements, read or written")
    private int maxDepth = 64;
    @UriParam(label = "advanced", defaultValue = "256", description = "The most attributes of one element, read or written")
    private int maxAttributes = 256;
    @UriParam(label = "advanced", defaultValue = "65536", description = "The longest attribute value that is read, in bytes")
    private int maxAttribute = 64 << 10;
    @UriParam(label = "advanced", defaultValue = "1048576", description = "How many bytes may wait for the socket before senders are"
            + " refused")
    private int queueBytes = 1 << 20;
    @UriParam(label = "consumer,advanced", defaultValue = "100", description = "How many stanzas of one pair of addresses may wait for"
            + " the route")
    private int maxPerPair = 100;
    @UriParam(label = "consumer,advanced", defaultValue = "20000", description = "How many stanzas may wait for or be in the routes")
    private int maxTotal = 20_000;
    @UriParam(label = "advanced", defaultValue = "5000", javaType = "java.time.Duration", description = "How long a connect may take")
    private long connectTimeout = 5_000;
    @UriParam(label = "advanced", defaultValue = "10000", javaType = "java.time.Duration",
            description = "How long the server's header, and its answer to the handshake, may take")
    private long handshakeTimeout = 10_000;
    @UriParam(label = "advanced", defaultValue = "15000", javaType = "java.time.Duration",
            description = "How long the server may be silent before it is pinged, and as long again before the stream is given up")
    private long idleTimeout = 15_000;
    @UriParam(label = "advanced", defaultValue = "30000", javaType = "java.time.Duration",
            description = "How long the rest of a stanza may take that has begun")
    private long stanzaTimeout = 30_000;
    @UriParam(label = "producer,advanced", defaultValue = "3000", javaType = "java.time.Duration",
            description = "How long the server may take to say that it has taken a stanza")
    private long fenceTimeout = 3_000;
    @UriParam(label = "consumer,advanced", defaultValue = "60000", javaType = "java.time.Duration",
            description = "How long an error to a sender outlives a lost stream")
    private long keepErrors = 60_000;
    @UriParam(label = "producer,advanced", defaultValue = "0", javaType = "java.time.Duration",
            description = "How long a stanza waits for others to be written with it, also where there are few: many wait 3 ms in any case")
    private long flushDelay;

    public XmppStreamConfiguration copy() {
        try {
            return (XmppStreamConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getServer() {
        return server;
    }

    public void setServer(String server) {
        this.server = server;
    }

    public String getSecret() {
        return secret;
    }

    public void setSecret(String secret) {
        this.secret = secret;
    }

    public String getDomains() {
        return domains;
    }

    public void setDomains(String domains) {
        this.domains = domains;
    }

    public String getStanzas() {
        return stanzas;
    }

    public void setStanzas(String stanzas) {
        this.stanzas = stanzas;
    }

    public String getTypes() {
        return types;
    }

    public void setTypes(String types) {
        this.types = types;
    }

    public String getPayload() {
        return payload;
    }

    public void setPayload(String payload) {
        this.payload = payload;
    }

    public String getAnswer() {
        return answer;
    }

    public void setAnswer(String answer) {
        this.answer = answer;
    }

    public int getMaxStanza() {
        return maxStanza;
    }

    public void setMaxStanza(int maxStanza) {
        this.maxStanza = maxStanza;
    }

    public int getMaxStanzaOut() {
        return maxStanzaOut;
    }

    public void setMaxStanzaOut(int maxStanzaOut) {
        this.maxStanzaOut = maxStanzaOut;
    }

    public int getMaxDepth() {
        return maxDepth;
    }

    public void setMaxDepth(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    public int getMaxAttributes() {
        return maxAttributes;
    }

    public void setMaxAttributes(int maxAttributes) {
        this.maxAttributes = maxAttributes;
    }

    public int getMaxAttribute() {
        return maxAttribute;
    }

    public void setMaxAttribute(int maxAttribute) {
        this.maxAttribute = maxAttribute;
    }

    public int getQueueBytes() {
        return queueBytes;
    }

    public void setQueueBytes(int queueBytes) {
        this.queueBytes = queueBytes;
    }

    public int getMaxPerPair() {
        return maxPerPair;
    }

    public void setMaxPerPair(int maxPerPair) {
        this.maxPerPair = maxPerPair;
    }

    public int getMaxTotal() {
        return maxTotal;
    }

    public void setMaxTotal(int maxTotal) {
        this.maxTotal = maxTotal;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getHandshakeTimeout() {
        return handshakeTimeout;
    }

    public void setHandshakeTimeout(long handshakeTimeout) {
        this.handshakeTimeout = handshakeTimeout;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public long getStanzaTimeout() {
        return stanzaTimeout;
    }

    public void setStanzaTimeout(long stanzaTimeout) {
        this.stanzaTimeout = stanzaTimeout;
    }

    public long getFenceTimeout() {
        return fenceTimeout;
    }

    public void setFenceTimeout(long fenceTimeout) {
        this.fenceTimeout = fenceTimeout;
    }

    public long getKeepErrors() {
        return keepErrors;
    }

    public void setKeepErrors(long keepErrors) {
        this.keepErrors = keepErrors;
    }

    public long getFlushDelay() {
        return flushDelay;
    }

    public void setFlushDelay(long flushDelay) {
        this.flushDelay = flushDelay;
    }
}
