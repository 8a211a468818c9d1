package org.stox.service.presence;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.PresenceStanza.Show;

/** RPID activities (RFC 4480 §3.2) and show (RFC 6121 §4.7.2.1), each in the words of the other: what RFC 8048 §6.2 note 7 leaves open. */
final class Activities {

    /**
     * A row, taken in both directions: the first with the activity, the first with the show.
     *
     * @param text a status that XMPP has no other word for; where it is given, the row is for that status only
     */
    record Row(String activity, Show show, Optional<String> text) { }

    /** The strongest first: of several activities the upper one counts. */
    static final List<Row> TABLE = List.of(
            new Row("on-the-phone",      Show.DND,  Optional.of("On the phone")),
            row("busy",                  Show.DND),
            row("meeting",               Show.DND),
            row("presentation",          Show.DND),
            row("performance",           Show.DND),
            row("appointment",           Show.DND),
            row("away",                  Show.AWAY),
            row("away",                  Show.XA),
            row("permanent-absence",     Show.XA),
            row("vacation",              Show.XA),
            row("holiday",               Show.XA),
            row("sleeping",              Show.XA),
            row("travel",                Show.XA),
            row("breakfast",             Show.AWAY),
            row("lunch",                 Show.AWAY),
            row("dinner",                Show.AWAY),
            row("meal",                  Show.AWAY),
            row("in-transit",            Show.AWAY),
            row("steering",              Show.AWAY));

    private Activities() {
    }

    /** The activity of a person whose most available resource is so; empty where that is simply available. */
    static Optional<String> of(Availability availability) {
        return TABLE.stream().filter(r -> availability.show().filter(r.show()::equals).isPresent() && r.text().map(t -> says(availability, t))
                .orElse(true)).map(Row::activity).findFirst();
    }

    /** The row of the strongest activity that has one. */
    static Optional<Row> row(List<String> activities) {
        return TABLE.stream().filter(r -> activities.contains(r.activity())).findFirst();
    }

    /** RFC 8048 §6.2: a person seen through several devices is as available as the most available of them. */
    static Optional<Availability> mostAvailable(List<Availability> all) {
        return all.stream().filter(Availability::open)
                .min(Comparator.comparingInt(a -> a.show().filter(s -> s != Show.CHAT).map(s -> s.ordinal() + 1).orElse(0)));
    }

    private static boolean says(Availability availability, String text) {
        return availability.status().stream().map(LangText::text).anyMatch(text::equals);
    }

    private static Row row(String activity, Show show) {
        return new Row(activity, show, Optional.empty());
    }
}
