package org.stox.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of this project as its reader copies from it: the blocks between {@code ```language} and {@code ```}. */
public record Document(Path path, String text) {

    /** The top folder, from any module of the first or the second level. */
    public static final Path HOME = home(Path.of("").toAbsolutePath());

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    /**
     * A block.
     *
     * @param language what stands behind the opening; empty where nothing does
     * @param heading the heading that it stands under
     */
    public record Block(String heading, String language, String text) { }

    public static Document read(String path) {
        return read(HOME.resolve(path));
    }

    public static Document read(Path path) {
        try {
            return new Document(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page of the project, but what is built or fetched. */
    public static List<Document> all() {
        try (Stream<Path> files = Files.walk(HOME, 3)) {
            return files.filter(f -> f.toString().endsWith(".md"))
                    .filter(f -> Stream.of("target", ".git", "node_modules").noneMatch(n -> HOME.relativize(f).startsWith(n)
                            || f.toString().contains("/" + n + "/")))
                    .sorted().map(Document::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        var block = BLOCK.matcher(text);
        while (block.find()) {
            var heading = HEADING.matcher(text).region(0, block.start()).results().reduce((a, b) -> b).map(h -> h.group(1)).orElse("");
            blocks.add(new Block(heading, block.group(2), block.group(3).replaceAll("(?m)^" + block.group(1), "")));
        }
        return blocks;
    }

    public List<Block> blocks(String language) {
        return blocks().stream().filter(b -> b.language().equals(language)).toList();
    }

    /** The block of that language under that heading; there must be one. */
    public String block(String heading, String language) {
        return blocks(language).stream().filter(b -> b.heading().equals(heading)).map(Block::text).findFirst()
                .orElseThrow(() -> new AssertionError(path + " has no block of " + language + " under " + heading));
    }

    private static Path home(Path folder) {
        return Files.isDirectory(folder.resolve("routes")) && Files.isDirectory(folder.resolve("src-test")) ? folder : home(folder.getParent());
    }

    @Override
    public String toString() {
        return HOME.relativize(path).toString();
    }
}
