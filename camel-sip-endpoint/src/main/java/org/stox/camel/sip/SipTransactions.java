package org.stox.camel.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.traffic.Crew;

/**
 * RFC 3261 §17 transactions over the sockets of one host and port, in our records only: where another stack would be put in.
 * All callbacks come on socket and timer threads and must return at once.
 */
public interface SipTransactions {

    /** The transaction user for requests that come in. */
    interface Listener {

        /** Whether requests of this address are taken at all (reliability: before anything but the grammar). */
        boolean trusts(InetAddress address);

        /**
         * What a new request is answered without a transaction (RFC 3261 §8.2.7): a refusal, or OPTIONS. Empty to open a
         * transaction; {@link #request} follows at once. Not asked for ACK.
         */
        Optional<SipResponse> screen(SipRequest request, Source source);

        /** A request with a transaction of its own, seen once however often it is sent. */
        void request(TransactionId id, SipRequest request, Source source);

        /** The INVITE of this transaction is cancelled; the CANCEL itself is answered already (RFC 3261 §9.2). */
        void cancel(TransactionId invite, SipRequest cancel);

        /** An ACK that belongs to no refusal: that of a 2xx (RFC 3261 §13.2.2.4). */
        void ack(SipRequest ack, Source source);

        /** A 2xx to an INVITE of a transaction that is over: once more, of another branch, or late (RFC 3261 §13.2.2.4). */
        void surplus(SipResponse response);

        /** Each message that is read from or written to the wire. */
        void seen(boolean incoming, SipMessage message);

        /** Something was thrown away without an answer. */
        void dropped(String reason);
    }

    /** The transaction user of one request that goes out: {@code final} response, timeout or error comes exactly once. */
    interface Outcome {

        void response(SipResponse response);

        /** Timer B or F fired (RFC 3261 §8.1.3.1: as if it were 408). */
        void timeout();

        /** The connect failed or the connection went away (RFC 3261 §8.1.3.1: as if it were 503). */
        void transportError(IOException cause);
    }

    /** A request and the octets it goes out as: its size is known before it is sent. */
    record Encoded(SipRequest request, byte[] octets) {

        public Encoded(SipRequest request) {
            this(request, SipCodec.write(request));
        }
    }

    /** @param crew who will do what follows from what is read */
    void start(Crew crew) throws IOException;

    /** Closes the sockets and forgets all transactions, without a word to anybody. */
    void stop();

    /** Sends a request whose first header field is a Via of ours; its branch names the transaction. */
    void send(Encoded request, Hop hop, Outcome outcome);

    /** Sends a request that has no transaction: the ACK of a 2xx. */
    void sendStateless(SipRequest request, Hop hop);

    /** Forgets the transaction of a request that was sent: nothing is told of it any more. False if its end is told already. */
    boolean abandon(SipRequest request);

    /**
     * Sends the 2xx to an INVITE once more (RFC 3261 §13.3.1.4): for 64 * T1 after it, as long as copies of the INVITE may come (RFC 6026
     * §7.1); later nothing happens.
     */
    void again(TransactionId invite);

    /** Sends a response in its transaction; after a final one, or when the transaction is gone, nothing happens. */
    void respond(TransactionId id, SipResponse response);

    /** Server and client transactions that exist now, lingering ones included. */
    int open();

    int connections();
}
