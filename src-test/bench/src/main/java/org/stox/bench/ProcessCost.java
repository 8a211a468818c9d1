package org.stox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used so far, from Linux's /proc: CPU of all its threads, resident memory, threads. */
record ProcessCost(double cpuSeconds, long residentKiB, int threads) {

    private static final double TICKS = 100;            // USER_HZ, fixed on Linux

    static ProcessCost of(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            var status = Files.readString(Path.of("/proc/" + pid + "/status"));
            return new ProcessCost((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS,
                    field(status, "VmRSS:"), (int) field(status, "Threads:"));
        } catch (IOException gone) {
            return new ProcessCost(0, 0, 0);
        }
    }

    private static long field(String status, String name) {
        return status.lines().filter(l -> l.startsWith(name)).findFirst()
                .map(l -> Long.parseLong(l.replaceAll("[^0-9]", ""))).orElse(0L);
    }
}
