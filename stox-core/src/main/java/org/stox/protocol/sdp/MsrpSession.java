package org.stox.protocol.sdp;

import org.stox.protocol.msrp.AssemblyLimits;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.MsrpUri;

/**
 * A session that is to be there from now on, or, for one that is there, other terms of it: a connection is opened where we are active, and
 * awaited where the peer is.
 *
 * @param takes what the peer may send; the rest is 415
 * @param limits of what the peer may send; what is larger is 413
 */
public record MsrpSession(Agreed agreed, AcceptTypes takes, AssemblyLimits limits) implements MsrpTraffic {

    @Override
    public MsrpUri session() {
        return agreed.own().last();
    }
}
