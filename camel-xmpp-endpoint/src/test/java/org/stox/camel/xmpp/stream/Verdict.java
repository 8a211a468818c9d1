package org.stox.camel.xmpp.stream;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.stox.error.Refusal;

/** A fate that a test can wait for. */
final class Verdict implements Fate {

    private final CompletableFuture<Optional<Refusal>> end = new CompletableFuture<>();

    @Override
    public void taken() {
        if (!end.complete(Optional.empty())) {
            throw new AssertionError("a second verdict");
        }
    }

    @Override
    public void refused(Refusal refusal) {
        if (!end.complete(Optional.of(refusal))) {
            throw new AssertionError("a second verdict");
        }
    }

    boolean isKnown() {
        return end.isDone();
    }

    /** Empty if the stanza was taken. */
    Optional<Refusal> await() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    int status() throws Exception {
        return await().orElseThrow().reason().status().orElseThrow();
    }
}
