package org.stox.test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The example messages of the RFCs, as files of this module. */
public final class Vectors {

    private Vectors() {
    }

    /** The octets of a file, found by the name that begins with its RFC: {@code rfc7572-ex01.xml}. */
    public static byte[] octets(String file) {
        int dash = file.indexOf('-');
        return resource("/" + (dash < 0 ? "" : file.substring(0, dash) + "/") + file);
    }

    public static String text(String file) {
        return new String(octets(file), StandardCharsets.UTF_8);
    }

    /** The lines of a table below its heading, each as its fields: {@code rfc7572/index.tsv}. */
    public static List<List<String>> table(String path) {
        return new String(resource("/" + path), StandardCharsets.UTF_8).lines().skip(1).filter(l -> !l.isEmpty())
                .map(l -> Arrays.asList(l.split("\t", -1))).toList();
    }

    private static byte[] resource(String path) {
        try (var in = Vectors.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new FileNotFoundException(path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
