package org.stox.camel.xmpp;

import java.util.concurrent.ExecutorService;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** Where routes run. Its queue has no limit of its own: the permits of the streams bound what can be in it. */
final class WorkerPool {

    private WorkerPool() {
    }

    static ExecutorService make(CamelContext context, Object owner, int threads) {
        var profile = new ThreadPoolProfile("xmpp-component");
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return context.getExecutorServiceManager().newThreadPool(owner, "xmpp-component", profile);
    }
}
