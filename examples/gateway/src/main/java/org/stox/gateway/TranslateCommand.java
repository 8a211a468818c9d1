package org.stox.gateway;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stox translate}: one message from stdin in the other protocol, with the reason for each field. */
@Command(name = "translate", description = "Translates a SIP message or a stanza from stdin; tells which rule made each field.",
        mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        throw new UnsupportedOperationException("translate comes with the mapping" + json);
    }
}
