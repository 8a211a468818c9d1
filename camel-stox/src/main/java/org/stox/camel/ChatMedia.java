package org.stox.camel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.stox.camel.StoxService.Legs;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.OwnMedia;

/** Where peers reach the chats of a context: as its MSRP component says, as long as a route leads out to it; else nowhere. */
final class ChatMedia implements OwnMedia {

    private static final MessageTerms.Reach NONE = new MessageTerms.Reach(false, false, List.of());

    private final StoxComponent component;

    ChatMedia(StoxComponent component) {
        this.component = component;
    }

    @Override
    public Optional<MsrpPath> path(boolean tls, String sessionId) {
        return media().flatMap(media -> media.path(tls, sessionId));
    }

    @Override
    public void offered(String sessionId) {
        media().ifPresent(media -> media.offered(sessionId));
    }

    @Override
    public MessageTerms.Reach reach() {
        return media().map(OwnMedia::reach).orElse(NONE);
    }

    @Override
    public boolean allows(MessageMedia.Target target) {
        return media().filter(media -> media.allows(target)).isPresent();
    }

    private Optional<OwnMedia> media() {
        var led = Stream.of(StoxService.CHAT, StoxService.GATEWAY).anyMatch(service -> component.doors(service).exit(Legs.MSRP).isPresent());
        return led ? Able.in(component.getCamelContext(), OwnMedia.class) : Optional.empty();
    }
}
