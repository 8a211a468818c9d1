package org.stox.test;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lays what the tests proved beside the requirement tables: for each document how many of its rows, which MUST has no proof. Fails on such
 * a MUST of a document that is done, on a proof of a row that is not there or is said to be left out, and on a row left out without a reason. Run after the tests:
 * {@code java -cp src-test/vectors/target/classes org.stox.test.ProvesReport .}
 */
public final class ProvesReport {

    /** Rows that are not of this part, each with its reason. */
    private static final String LEFT_OUT = "left-out.tsv";

    /** Documents that are being worked on: what they lack is told, but is no fault yet. */
    private static final Set<String> IN_WORK = Set.of("beyond");

    private static final Set<String> NOT_OURS = Set.of(".git", "src", "lib", "node_modules");

    /** What is wrong, one sentence each; and what is to be told anyway. */
    record Findings(List<String> lines, List<String> faults) { }

    private ProvesReport() {
    }

    public static void main(String[] args) throws IOException {
        var root = Path.of(args.length == 0 ? "." : args[0]).normalize();
        var proved = proved(root);
        if (proved.isEmpty()) {
            System.out.println("requirements: no test has run");
            return;
        }
        var findings = compare(tables(root.resolve("src-test/requirements")), leftOut(root.resolve("src-test/requirements")), proved);
        findings.lines().forEach(System.out::println);
        if (!findings.faults().isEmpty()) {
            throw new IllegalStateException(String.join("\n", findings.faults()));      // for Maven and for java alike
        }
    }

    /** Rows by document, each with its level, in the order of the tables. */
    static Findings compare(Map<String, Map<String, String>> tables, Map<String, String> leftOut, Set<String> proved) {
        var lines = new ArrayList<String>();
        var faults = new ArrayList<String>();
        var known = new TreeSet<String>();
        tables.forEach((document, rows) -> {
            known.addAll(rows.keySet());
            var open = rows.keySet().stream().filter(id -> !proved.contains(id) && !leftOut.containsKey(id)).toList();
            var musts = open.stream().filter(id -> rows.get(id).equals("MUST")).toList();
            long out = rows.keySet().stream().filter(leftOut::containsKey).count();
            long good = rows.keySet().stream().filter(proved::contains).count();
            lines.add(document + ": " + good + " of " + rows.size() + " rows proved, " + out
                    + " left out; MUST without proof: " + (musts.isEmpty() ? "none" : String.join(", ", musts)));
            if (!open.isEmpty()) {
                lines.add("  not proved: " + String.join(", ", open));
            }
            if (!IN_WORK.contains(document)) {
                musts.forEach(id -> faults.add(id + " is a MUST without proof"));
            }
        });
        proved.stream().filter(id -> !known.contains(id)).forEach(id -> faults.add(id + " is proved, but is in no table"));
        leftOut.forEach((id, reason) -> {
            if (!known.contains(id)) {
                faults.add(id + " is left out, but is in no table");
            } else if (reason.isBlank()) {
                faults.add(id + " is left out without a reason");
            } else if (proved.contains(id)) {
                faults.add(id + " is left out, but proved: take it off " + LEFT_OUT);
            }
        });
        return new Findings(lines, faults);
    }

    private static Map<String, Map<String, String>> tables(Path folder) throws IOException {
        var tables = new TreeMap<String, Map<String, String>>();
        try (var files = Files.newDirectoryStream(folder, "*.tsv")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (!name.equals(LEFT_OUT)) {
                    tables.put(name.replace(".tsv", ""), column(file, 3));
                }
            }
        }
        return tables;
    }

    private static Map<String, String> leftOut(Path folder) throws IOException {
        var file = folder.resolve(LEFT_OUT);
        return Files.exists(file) ? column(file, 1) : Map.of();
    }

    /** One column of a table by the first. */
    private static Map<String, String> column(Path file, int index) throws IOException {
        var column = new LinkedHashMap<String, String>();
        Files.readAllLines(file).stream().skip(1).filter(l -> !l.isBlank()).map(l -> l.split("\t", -1))
                .forEach(f -> column.put(f[0], f.length > index ? f[index] : ""));
        return column;
    }

    private static Set<String> proved(Path root) throws IOException {
        var proved = new TreeSet<String>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.endsWith(Path.of("target", "proved"))) {
                    try (var files = Files.newDirectoryStream(folder, "*.txt")) {
                        for (var file : files) {
                            proved.addAll(Files.readAllLines(file));
                        }
                    }
                    return FileVisitResult.SKIP_SUBTREE;
                }
                var name = String.valueOf(folder.getFileName());
                boolean inTarget = folder.getParent() != null && folder.getParent().endsWith("target");
                return NOT_OURS.contains(name) || inTarget ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }
        });
        return proved;
    }
}
