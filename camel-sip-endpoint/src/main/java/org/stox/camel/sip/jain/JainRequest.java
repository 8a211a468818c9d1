package org.stox.camel.sip.jain;

import javax.sip.InvalidArgumentException;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;

import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipRequest;

/** A request as the stack sees it: its method, its transaction's key, and the record, which the stack does not look into. */
final class JainRequest extends SIPRequest {

    private static final long serialVersionUID = 1;

    private final String key;
    private final String method;
    private final CSeqHeader cseq;
    private transient SipRequest request;
    private transient byte[] octets;

    /** @param octets as it goes out, or empty for a request that came in */
    JainRequest(SipRequest request, String key, int cseq, byte[] octets) {
        this.request = request;
        this.key = key;
        this.method = request.method();
        this.cseq = JainHeaders.cseq(cseq, method);
        this.octets = octets;
    }

    /** The stack copies these from an INVITE into its ACK of a refusal; {@link JainClientTransaction} sends another instead. */
    JainRequest withFieldsOfAck() {
        try {
            setRequestLine(new RequestLine(new SipUri(), method));
            setHeader(JainHeaders.callId());
            setHeader(new MaxForwards(JainHeaders.HOPS));
            setHeader(JainHeaders.from());
            setHeader(JainHeaders.to());
            setHeader(JainHeaders.cseq((int) cseq.getSeqNumber(), method));
            return this;
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException(e);
        }
    }

    SipRequest request() {
        return request;
    }

    byte[] octets() {
        return octets;
    }

    /** It is answered and will not be sent again: the record would stay as long as the transaction. */
    void release() {
        request = null;
        octets = null;
    }

    @Override
    public String getTransactionId() {
        return key;
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public Via getTopmostVia() {
        return JainHeaders.via(key);
    }

    @Override
    public CSeqHeader getCSeq() {
        return cseq;
    }

    @Override
    public CallIdHeader getCallId() {
        return JainHeaders.callId();
    }

    @Override
    public FromHeader getFrom() {
        return JainHeaders.from();
    }

    @Override
    public ToHeader getTo() {
        return JainHeaders.to();
    }

    @Override
    public String getFromTag() {
        return null;
    }

    @Override
    public String getToTag() {
        return null;
    }

    @Override
    public URI getRequestURI() {
        return new SipUri();
    }

    /** Merged requests are the transaction user's to see (RFC 3261 §8.2.2.2). */
    @Override
    public String getMergeId() {
        return null;
    }

    /** They were checked by our own reader. */
    @Override
    public void checkHeaders() {
        // nothing is left to check
    }

    @Override
    public byte[] encodeAsBytes(String transport) {
        return octets;
    }

    /** The stack makes one answer by itself: 100 to an INVITE. */
    @Override
    public SIPResponse createResponse(int status, String reason) {
        return new JainResponse(Responses.to(request, status, ""), key, cseq);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
