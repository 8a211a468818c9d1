package org.stox.protocol.msrp;

import java.time.Instant;
import java.util.List;

/** A reader and an assembly together, as an endpoint has them: whole messages of one session. */
record AssemblySink(MessageAssembly assembly, List<WholeMessage> whole) implements WellFormedSink {

    @Override
    public void request(MsrpRequest head, boolean body) {
        taken(assembly.begin(head, body, Instant.EPOCH));
    }

    @Override
    public void body(byte[] octets, int from, int to) {
        taken(assembly.body(octets, from, to, Instant.EPOCH));
    }

    @Override
    public void end(Continuation continuation) {
        var outcome = assembly.end(continuation);
        if (outcome instanceof MessageAssembly.Outcome.Complete c) {
            whole.add(c.message());
        }
        taken(outcome);
    }

    private static void taken(MessageAssembly.Outcome outcome) {
        if (outcome instanceof MessageAssembly.Outcome.Refused) {
            throw new AssertionError(outcome);
        }
    }
}
