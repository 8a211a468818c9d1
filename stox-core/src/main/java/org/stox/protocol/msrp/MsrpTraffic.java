package org.stox.protocol.msrp;

/**
 * What passes between who speaks MSRP and who has sessions, one exchange each. Towards the wire: a session that is to be there from now on
 * ({@code MsrpSession}), {@link Outgoing}, {@link MsrpReport}, {@link MsrpClose}. From the wire: {@link WholeMessage}, {@link MsrpReport},
 * {@link MsrpClose}.
 */
public interface MsrpTraffic {

    /** Our URI of the session that it belongs to: no other session of this process has its session id. */
    MsrpUri session();
}
