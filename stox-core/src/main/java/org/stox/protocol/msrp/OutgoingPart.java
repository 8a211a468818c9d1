package org.stox.protocol.msrp;

/** A message and how far it is written. */
final class OutgoingPart {

    final Outgoing message;
    final boolean hyphens;          // seven in a row: such a body is searched for the end-line chunk by chunk
    int position;
    boolean begun;
    boolean aborted;

    OutgoingPart(Outgoing message) {
        this.message = message;
        hyphens = MsrpCodec.hasEndLine(message.body(), 0, message.body().length(), "");
    }

    int total() {
        return message.body().length();
    }

    int left() {
        return total() - position;
    }

    MsrpUri session() {
        return message.session();
    }
}
