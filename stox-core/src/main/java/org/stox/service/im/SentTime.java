package org.stox.service.im;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;

/** When a message was written: DateTime of message/cpim (RFC 3862 §4.4), Date (RFC 3261 §20.17), delay (XEP-0203) (BEYOND-POL-03). */
public final class SentTime {

    /** RFC 3261 §25.1, SIP-date. */
    private static final DateTimeFormatter SIP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** What is not older has come at once. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);
    /** Nobody keeps a message for longer: the clock of its sender is wrong. */
    private static final Duration KEPT = Duration.ofDays(30);

    private SentTime() {
    }

    /** With the time of a message that has waited somewhere, its zone kept. Without, if it has not, or the clock of its sender is wrong. */
    public static MessageStanza delayed(MessageStanza stanza, String sent, Instant now) {
        return read(sent).filter(time -> {
            var age = Duration.between(time.toInstant(), now);
            return age.compareTo(AT_ONCE) > 0 && age.compareTo(KEPT) < 0;
        }).map(time -> XmlElement.of(MessageExtensions.DELAY, "delay").with("stamp", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)))
                .map(delay -> MessageExtensions.and(stanza, delay)).orElse(stanza);
    }

    /** The stamp of a delay as a SIP-date; empty where it is no time. */
    static Optional<String> toDate(String stamp) {
        return read(stamp).map(time -> SIP_DATE.format(time.withOffsetSameInstant(ZoneOffset.UTC)));
    }

    /** The stamp of a delay where there is one, else now, as RFC 3339. */
    public static String dateTime(Optional<String> stamp, Instant now) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(stamp.flatMap(SentTime::read).orElseGet(() -> now.atOffset(ZoneOffset.UTC)).withNano(0));
    }

    private static Optional<OffsetDateTime> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip(), text.indexOf(',') < 0 ? DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    : DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
