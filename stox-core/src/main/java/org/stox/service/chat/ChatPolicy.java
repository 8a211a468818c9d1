package org.stox.service.chat;

import java.time.Duration;
import java.util.Optional;

import org.stox.address.SipUri;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.protocol.sip.OwnAddress;

/**
 * What the operator decided about chats.
 *
 * @param idle how long a session without a message lasts (RFC 7573 §6.1 suggests ten minutes)
 * @param patience how long an INVITE may be without any response of its addressee before MESSAGE is tried
 * @param messageMax octets of a message that comes by MSRP: not more than a stanza can hold (RFC 7573 §8)
 * @param media where peers reach us by MSRP; absent where no route leads there: then all is pager mode
 * @param own where requests within our dialogs reach us; without it the user's own address is our Contact
 */
public record ChatPolicy(ChatMode mode, Duration idle, Duration patience, int messageMax, Optional<OwnMedia> media, OwnAddress own) {

    public static final ChatPolicy DEFAULT = new ChatPolicy(ChatMode.AUTO, Duration.ofMinutes(10), Duration.ofSeconds(4), 100_000,
            Optional.empty(), OwnAddress.NONE);

    private static final String ANY = "a".repeat(26);

    public Optional<SipUri> contact() {
        return own.contact();
    }

    /** Whether there can be sessions: the operator wants them, and now there is somebody who listens. */
    public boolean sessions() {
        return mode != ChatMode.PAGER && media.filter(m -> m.path(false, ANY).isPresent() || m.path(true, ANY).isPresent()).isPresent();
    }
}
