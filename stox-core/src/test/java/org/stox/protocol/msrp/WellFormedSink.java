package org.stox.protocol.msrp;

/** Sees requests only, each as it should be. */
interface WellFormedSink extends MsrpReader.Sink {

    @Override
    default void response(MsrpResponse response) {
        throw new AssertionError(response);
    }

    @Override
    default void malformed(Malformed malformed) {
        throw new AssertionError(malformed);
    }

    @Override
    default void broken(String reason) {
        throw new AssertionError(reason);
    }
}
