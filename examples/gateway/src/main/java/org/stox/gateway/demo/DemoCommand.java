package org.stox.gateway.demo;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stox demo}. */
@Command(name = "demo", description = "Shows messages that cross: a Prosody, a gateway, a phone and a client, on this machine.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--once", description = "Ends after the play: 0, or 1 if a step was not seen.")
    private boolean once;

    @Override
    public Integer call() {
        throw new UnsupportedOperationException("The demo comes later" + once);
    }
}
