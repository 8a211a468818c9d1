package org.stox.bench;

import java.util.Arrays;

/** {@code bench codecs [JMH options]}, {@code bench load [options]}, {@code bench sessions [options]}, {@code bench chats [options]}, {@code bench relay PORT PEERPORT}. */
public final class Bench {

    private Bench() {
    }

    public static void main(String[] arguments) throws Exception {
        var rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "codecs" -> org.openjdk.jmh.Main.main(rest);
            case "load" -> new LoadRun(LoadRun.Options.of(rest)).run();
            case "chats" -> new ChatRun(ChatRun.Options.of(rest)).run();
            case "sessions" -> new SessionsRun(SessionsRun.Options.of(rest)).run();
            case "relay" -> JainRelay.main(rest);
            default -> System.out.println("bench codecs [JMH options] | load [name=value ...] | sessions [name=value ...] | chats [name=value ...] | relay LISTENPORT PEERPORT");
        }
    }
}
