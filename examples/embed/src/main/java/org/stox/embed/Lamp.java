package org.stox.embed;

import java.util.List;

import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/** Does what a MESSAGE says. What a bean returns is the final response; Via, To and their like are copied from the request. */
public final class Lamp {

    public SipResponse hear(SipRequest request) {
        var word = request.body().text().strip();
        if (!word.equals("on") && !word.equals("off")) {
            return new SipResponse(488, "Say on or off", List.of(), Octets.NONE);
        }
        System.out.println("The lamp is " + word);
        return new SipResponse(200, "OK", List.of(), Octets.NONE);
    }
}
