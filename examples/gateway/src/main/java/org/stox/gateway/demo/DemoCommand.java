package org.stox.gateway.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stox demo}. */
@Command(name = "demo", description = "Shows messages, presence and chats that cross: a Prosody, a gateway, a phone and a client, on this machine.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--once", description = "Ends after the play: 0, or 1 if a step was not seen.")
    private boolean once;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var demo = new Demo(out);
        var closing = new Thread(demo::close, "demo-end");
        Runtime.getRuntime().addShutdownHook(closing);
        var result = demo.play(Path.of(System.getProperty("stox.home", ".")).toAbsolutePath().normalize().resolve("routes/gateway.yaml"));
        out.printf("%n%d of %d steps seen.%n", result.seen(), result.steps());
        out.flush();
        if (!once) {
            demo.sayHowToLogIn();
            new CountDownLatch(1).await();
        }
        demo.close();
        return result.seen() == result.steps() ? 0 : 1;
    }
}
