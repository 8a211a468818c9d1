package org.stox.gateway;

import java.util.List;
import java.util.Optional;

import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.OwnMedia;

/** Where a gateway would be reached by MSRP that has no address, and whose sessions have the same ids each time. */
final class NobodysMedia implements OwnMedia {

    @Override
    public Optional<MsrpPath> path(boolean tls, String sessionId) {
        return tls ? Optional.empty() : Optional.of(MsrpPath.read("msrp://stox.invalid:2855/" + sessionId + ";tcp"));
    }

    @Override
    public MessageTerms.Reach reach() {
        return new MessageTerms.Reach(true, false, List.of());
    }

    @Override
    public void offered(String sessionId) {
        // nobody connects
    }

    @Override
    public boolean allows(MessageMedia.Target target) {
        return true;
    }
}
