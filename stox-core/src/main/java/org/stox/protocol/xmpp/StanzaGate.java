package org.stox.protocol.xmpp;

import org.stox.protocol.Octets;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xml.XmlOutput;
import org.stox.protocol.xml.XmlWriter;

/**
 * What a component may put on its stream so that no server closes it (RFC 6120 §4.9, §8.1, §11, XEP-0114): the last thing before the
 * socket. Immutable, for any thread.
 */
public final class StanzaGate {

    /** Whether the stanza may pass. */
    public sealed interface Verdict { }

    /**
     * @param stanza the bytes
     * @param replaced characters that XML forbids, written as U+FFFD
     * @param pad white space after the stanza that makes servers look at a tag that was cut between two of their reads. For a flush
     *        of several: the largest end + pad, less the end of the last.
     */
    public record Passed(Octets stanza, int replaced, int pad) implements Verdict { }

    /** @param text why, for the log, or for the sender where the reason is not {@link Reason#BUG} */
    public record Refused(Reason reason, String text) implements Verdict { }

    public enum Reason {
        /** The address in {@code to} cannot be one: the sender's mistake. */
        JID_MALFORMED,
        /** Too large or too deep: the sender's mistake. */
        POLICY_VIOLATION,
        /** The stanza should never have been made: ours. */
        BUG
    }

    private final StanzaRules rules;
    private final XmlLimits limits;

    /** @param domain the component's domain as the server knows it, byte for byte */
    public StanzaGate(String domain, XmlLimits limits) {
        this.rules = new StanzaRules(domain, limits);
        this.limits = limits;
    }

    public Verdict check(XmlElement element) {
        var stanza = StanzaNamespace.canonical(element);
        var refused = rules.check(stanza);
        if (refused.isPresent()) {
            return refused.get();
        }
        var out = new XmlOutput();
        XmlWriter.write(stanza, Stanza.NAMESPACE, out);
        return out.length() > limits.maxStanza() ? rules.tooLarge().get()
                : new Passed(out.octets(), out.replaced(), out.reach() - out.length());
    }
}
