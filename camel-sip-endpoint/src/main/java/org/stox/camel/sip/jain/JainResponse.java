package org.stox.camel.sip.jain;

import java.text.ParseException;

import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;

import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipResponse;

/** A response as the stack sees it: its status, its transaction's key, and the record, which the stack does not look into. */
final class JainResponse extends SIPResponse {

    private static final long serialVersionUID = 1;

    private final String key;
    private final CSeqHeader cseq;
    private final int status;
    private final transient SipResponse response;
    private transient byte[] octets;

    JainResponse(SipResponse response, String key, CSeqHeader cseq) {
        this.response = response;
        this.key = key;
        this.cseq = cseq;
        this.status = response.status();
    }

    SipResponse response() {
        return response;
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public String getTransactionId() {
        return key;
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
    public void checkHeaders() throws ParseException {
        // they were checked by our own reader
    }

    @Override
    public byte[] encodeAsBytes(String transport) {
        if (octets == null) {
            octets = SipCodec.write(response);
        }
        return octets;
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
