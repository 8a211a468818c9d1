package org.stox.karaf;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.osgi.framework.BundleContext;

import org.stox.camel.home.QuietRefusals;
import org.stox.settings.HostPort;
import org.stox.settings.StoxSettings;

/** One Camel context with the routes of a folder; like that of {@code stox run}, it also takes what begins with {@code camel.} from its settings. */
final class KarafGateway implements AutoCloseable {

    private static final int STOP_SECONDS = 10;

    private final Path folder;
    private final OsgiDefaultCamelContext context;
    private final SimpleMain main;

    KarafGateway(BundleContext bundle, Path folder) {
        this.folder = folder;
        context = new OsgiDefaultCamelContext(bundle);
        main = new SimpleMain(context);
    }

    void start(StoxSettings settings, Map<String, String> values) throws IOException {
        checkFree(settings.sip().listen());
        main.setDefaultPropertyPlaceholderLocation("false");
        values.forEach(main::addOverrideProperty);
        main.configure().withName("stox").withShutdownTimeout(STOP_SECONDS).withRoutesIncludePattern(
                routes(values).stream().map(r -> "file:" + r).collect(Collectors.joining(",")));
        QuietRefusals.in(context);
        main.start();
    }

    /** Opened and closed again, for when it cannot be opened later Camel writes a trace. */
    private static void checkFree(HostPort listen) throws IOException {
        try (var tcp = new ServerSocket()) {
            var address = new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port());
            tcp.bind(address);
            new DatagramSocket(address).close();
        } catch (IOException e) {
            var failure = new BindException(e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /** The files that {@code stox.routes} names, else all there are. */
    private List<Path> routes(Map<String, String> values) throws IOException {
        var names = values.get(StoxSettings.ROUTES);
        if (names != null) {
            return Stream.of(names.split(",")).map(String::strip).map(folder::resolve).toList();
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".yaml") || f.toString().endsWith(".xml")).sorted().toList();
        }
    }

    @Override
    public void close() {
        main.stop();
        context.stop();
    }
}
