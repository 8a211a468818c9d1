package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before a server on loopback as a network would whose segments end where they like: what a client writes at once arrives in two
 * pieces. What the server writes passes as it is.
 */
public final class CutConnection implements AutoCloseable {

    /** Long enough for the server to have read the first piece when the second comes; it is what the network does, not a wait for it. */
    private static final long APART = TimeUnit.MILLISECONDS.toNanos(30);

    private final ServerSocket listener;
    private final int server;
    private volatile int cut;

    public CutConnection(int server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 5, Ports.loopback());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How long the first piece is from now on; 0: all in one. */
    public void cutAfter(int bytes) {
        cut = bytes;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                var target = new Socket(Ports.loopback(), server);
                target.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                thread(() -> pass(client, target, true));
                thread(() -> pass(target, client, false));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, boolean cuts) {
        var bytes = new byte[64 << 10];
        try (from; to) {
            for (int n = from.getInputStream().read(bytes); n >= 0; n = from.getInputStream().read(bytes)) {
                int first = cuts && cut > 0 ? Math.min(cut, n) : n;
                to.getOutputStream().write(bytes, 0, first);
                if (first < n) {
                    LockSupport.parkNanos(APART);
                    to.getOutputStream().write(bytes, first, n - first);
                }
            }
        } catch (IOException e) {
            // either side has closed
        }
    }

    private static void thread(Runnable task) {
        var thread = new Thread(task, "cut-connection");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
