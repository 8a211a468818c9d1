package org.stox.gateway;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** The program, run in this process. */
record CommandLine(int exit, String out, String err) {

    static CommandLine run(byte[] in, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var stdin = System.in;
        System.setIn(new ByteArrayInputStream(in));
        try {
            int exit = Stox.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
            return new CommandLine(exit, out.toString(), err.toString());
        } finally {
            System.setIn(stdin);
        }
    }

    static CommandLine run(String... arguments) {
        return run(new byte[0], arguments);
    }
}
