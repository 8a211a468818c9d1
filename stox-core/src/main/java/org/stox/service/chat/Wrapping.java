package org.stox.service.chat;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.Octets;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.cpim.CpimMessage.Header;

/** A text in message/cpim for a peer that wants it so (RFC 3862, RFC 4975 §13). */
final class Wrapping {

    private Wrapping() {
    }

    /** @param asking what it has beside for the notices that it asks for */
    static Octets of(String type, Octets content, Optional<String> language, List<Header> asking, Parties parties, ChatContext context) {
        var headers = new ArrayList<>(List.of(new Header("From", address(parties.user(), context)), new Header("To", address(parties.contact(), context)),
                new Header("DateTime", context.now().truncatedTo(ChronoUnit.SECONDS).toString())));
        headers.addAll(asking);
        var contentHeaders = new ArrayList<Header>(2);
        language.ifPresent(l -> contentHeaders.add(new Header("Content-Language", l)));
        contentHeaders.add(new Header("Content-Type", type.equals(SendContent.PLAIN) ? type + ";charset=utf-8" : type));
        return CpimCodec.write(new CpimMessage(headers, contentHeaders, content));
    }

    private static String address(Jid user, ChatContext context) {
        return "<" + context.policy().sipUri(user.bare()) + ">";
    }
}
