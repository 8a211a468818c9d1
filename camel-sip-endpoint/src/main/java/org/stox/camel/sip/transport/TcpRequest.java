package org.stox.camel.sip.transport;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A request that was sent, or is to be sent, over a connection: told once when that is lost before its answer. */
public final class TcpRequest {

    private final Consumer<IOException> failed;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile TcpConnection connection;

    TcpRequest(Consumer<IOException> failed) {
        this.failed = failed;
    }

    /** The final response is there, or nobody waits any more. */
    public void done() {
        over.set(true);
        var used = connection;
        if (used != null) {
            used.forget(this);
        }
    }

    void on(TcpConnection used) {
        connection = used;
    }

    boolean over() {
        return over.get();
    }

    void fail(IOException cause) {
        if (over.compareAndSet(false, true)) {
            failed.accept(cause);
        }
    }
}
