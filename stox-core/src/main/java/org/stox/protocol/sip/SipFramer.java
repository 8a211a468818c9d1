package org.stox.protocol.sip;

/**
 * A TCP or TLS stream cut into messages (RFC 3261 §18.3, RFC 5626 §3.5.1). One a connection; not for several threads. After the
 * first failure nothing more is read: what follows a broken message is never taken for a request.
 */
public final class SipFramer {

    /** Takes what was found, in order. */
    public interface Sink {

        /** One complete message. The array is the framer's: read it before returning. */
        void message(byte[] octets, int from, int to);

        /** Double CRLF: the peer wants one CRLF back (RFC 5626 §4.4.1). */
        void ping();

        /** The stream is broken: answer if there is a request to answer, then close the connection. Called once at most. */
        void broken(SipCodec.Reading.Bad bad);
    }

    public SipFramer(SipLimits limits) {
    }

    public void feed(byte[] octets, int from, int to, Sink sink) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A message has begun and is not complete: run the timer of 30 s. */
    public boolean pending() {
        throw new UnsupportedOperationException("skeleton");
    }
}
