package org.stox.karaf;

import java.nio.file.Path;
import java.util.Hashtable;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;

/** Tells Karaf who wants the settings {@code org.stox.gateway}; all else follows from these. */
public final class Activator implements BundleActivator {

    static final String PID = "org.stox.gateway";

    private GatewayService gateway;
    private ServiceRegistration<ManagedService> registration;

    @Override
    public void start(BundleContext bundle) {
        var etc = Path.of(System.getProperty("karaf.etc", "etc")).toAbsolutePath();
        gateway = new GatewayService(bundle, etc.resolve("stox"));
        var properties = new Hashtable<String, String>();
        properties.put(Constants.SERVICE_PID, PID);
        registration = bundle.registerService(ManagedService.class, gateway, properties);
    }

    @Override
    public void stop(BundleContext bundle) {
        registration.unregister();
        gateway.close();
    }
}
