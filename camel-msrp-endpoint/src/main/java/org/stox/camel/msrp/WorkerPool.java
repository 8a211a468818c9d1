package org.stox.camel.msrp;

import java.util.concurrent.ExecutorService;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Where routes run, and names are looked up. Without a queue, so that the thread that ended its work last is the next to work; what waits
 * does so in the crew, which is never as large as the pool may be.
 */
final class WorkerPool {

    private WorkerPool() {
    }

    static ExecutorService make(CamelContext context, Object owner, int threads) {
        var profile = new ThreadPoolProfile("msrp");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(4 * threads);
        profile.setMaxQueueSize(0);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return context.getExecutorServiceManager().newThreadPool(owner, "msrp", profile);
    }
}
