package org.stox.camel.xmpp.stream;

import java.time.Instant;
import java.util.Optional;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.StanzaGate;

/** A stanza on its way to the socket; each is itself only, even if another has the same content. */
final class Outgoing {

    enum Kind {
        /** Done when it is written. */
        PLAIN,
        /** Done when the server has taken it. */
        FENCED,
        /** Fenced, and sent again if the stream is lost before: our answer to somebody else's stanza. */
        ANSWER
    }

    /** To whom it goes and its id: an error stanza from there with this id is about it (RFC 6120 §8.3.1). */
    record Verdict(String to, String id) { }

    private static final long NOT_WRITTEN = Long.MAX_VALUE;

    private final XmlElement stanza;
    private final StanzaGate.Passed passed;
    private final Kind kind;
    private final Optional<Verdict> verdict;
    private final Fate fate;
    private final Instant since;
    private boolean counted = true;
    private int attempts;
    private long place = NOT_WRITTEN;

    /**
     * @param passed its bytes, as the gate let them through
     * @param verdict by what an error stanza is known as its answer; empty if it can have none
     * @param since when it was handed over
     */
    Outgoing(XmlElement stanza, StanzaGate.Passed passed, Kind kind, Optional<Verdict> verdict, Fate fate, Instant since) {
        this.stanza = stanza;
        this.passed = passed;
        this.kind = kind;
        this.verdict = verdict;
        this.fate = fate;
        this.since = since;
    }

    XmlElement stanza() {
        return stanza;
    }

    StanzaGate.Passed passed() {
        return passed;
    }

    Kind kind() {
        return kind;
    }

    Optional<Verdict> verdict() {
        return verdict;
    }

    Fate fate() {
        return fate;
    }

    Instant since() {
        return since;
    }

    /** True once: its bytes leave the queue's count. */
    boolean uncount() {
        var was = counted;
        counted = false;
        return was;
    }

    /** It is written, at this place of the stream. */
    void written(long at) {
        attempts++;
        place = at;
    }

    /** The stream that it was written to is lost. */
    void lost() {
        place = NOT_WRITTEN;
    }

    boolean isWrittenBy(long at) {
        return place <= at;
    }

    /** How often it was written. */
    int attempts() {
        return attempts;
    }

    int size() {
        return passed.stanza().length();
    }
}
