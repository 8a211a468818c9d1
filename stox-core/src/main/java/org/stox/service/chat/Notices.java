package org.stox.service.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.SentMessages;
import org.stox.protocol.msrp.WholeMessage;

/**
 * Messages of which something is still to be told, to either side (RFC 7573 §7). What asked for nothing is not kept.
 *
 * @param sent to the peer, by Message-ID
 * @param received from the peer, by the id of their stanza, the latest last
 */
record Notices(SentMessages sent, List<Received> received) {

    static final Notices NONE = new Notices(SentMessages.NONE, List.of());

    /** So many may wait for a receipt or an error; the oldest gives way. */
    private static final int MAX = 32;

    record Received(String stanza, String messageId, long length, Reporting reporting) { }

    Notices {
        received = List.copyOf(received);
    }

    Notices sent(SentMessages changed) {
        return new Notices(changed, received);
    }

    Notices received(WholeMessage message) {
        if (message.reporting().equals(Reporting.NONE)) {
            return this;
        }
        var all = new ArrayList<>(received.size() < MAX ? received : received.subList(1, MAX));
        all.add(new Received(message.first().transaction(), message.messageId(), message.body().length(), message.reporting()));
        return new Notices(sent, all);
    }

    Optional<Received> received(String stanza) {
        return received.stream().filter(r -> r.stanza().equals(stanza)).findFirst();
    }

    /** It has been told of: one notice a message (RFC7573-7-09). */
    Notices without(Received one) {
        return new Notices(sent, received.stream().filter(r -> r != one).toList());
    }

    SentMessages.Told on(MsrpReport report) {
        return sent.on(report.request());
    }
}
