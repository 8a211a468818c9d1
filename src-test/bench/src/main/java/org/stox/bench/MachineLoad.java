package org.stox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Busy and total ticks of all processors, from Linux's /proc/stat. */
record MachineLoad(long busy, long total) {

    static MachineLoad now() throws IOException {
        var fields = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().trim().split(" +");
        long total = 0;
        for (int i = 1; i < fields.length; i++) {
            total += Long.parseLong(fields[i]);
        }
        return new MachineLoad(total - Long.parseLong(fields[4]) - Long.parseLong(fields[5]), total);
    }

    /** The busy share of all processors between the two. */
    double since(MachineLoad earlier) {
        return (double) (busy - earlier.busy) / Math.max(1, total - earlier.total);
    }
}
