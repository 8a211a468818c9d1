package org.stox.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is alive in the heap of a JVM: asked by jcmd, which collects the garbage first. */
final class LiveHeap {

    private LiveHeap() {
    }

    /** In MiB. */
    static long of(long pid) throws IOException, InterruptedException {
        return bytes(pid) >> 20;
    }

    static long bytes(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(List.of(jcmd, Long.toString(pid), "GC.class_histogram")).redirectErrorStream(true).start();
        long bytes = 0;
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.trim().split("\\s+");
                if (words[0].equals("Total") && words.length > 2) {
                    bytes = Long.parseLong(words[2]);
                }
            }
        }
        process.waitFor();
        return bytes;
    }
}
