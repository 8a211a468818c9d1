package org.stox.bench;

import java.util.List;
import java.util.Properties;

import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.SipURI;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

import org.stox.camel.sip.jain.JainMessageLogger;
import org.stox.camel.sip.jain.JainStackLogger;

/** The yardstick: a stateful MESSAGE relay on plain JAIN-SIP, its own UDP transport, the settings that serve it best. */
public final class JainRelay implements SipListener {

    /** What it prints, with the port, once it takes requests. */
    static final String READY = "relay on ";

    private final SipFactory factory = SipFactory.getInstance();
    private final SipProvider provider;
    private final int port;
    private final int peer;

    private JainRelay(int port, int peer) throws Exception {
        this.port = port;
        this.peer = peer;
        factory.setPathName("gov.nist");
        var settings = new Properties();
        settings.setProperty("javax.sip.STACK_NAME", "relay");
        settings.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        settings.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        settings.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "2");
        settings.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "4194304");
        settings.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", "4194304");
        settings.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "16384");
        settings.setProperty("gov.nist.javax.sip.RELEASE_REFERENCES_STRATEGY", "Normal");
        settings.setProperty("gov.nist.javax.sip.STACK_LOGGER", JainStackLogger.class.getName());
        settings.setProperty("gov.nist.javax.sip.SERVER_LOGGER", JainMessageLogger.class.getName());
        var stack = factory.createSipStack(settings);
        provider = stack.createSipProvider(stack.createListeningPoint("127.0.0.1", port, "udp"));
        provider.addSipListener(this);
    }

    public static void main(String[] arguments) throws Exception {
        var relay = new JainRelay(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(READY + relay.port);
        Thread.currentThread().join();
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            var server = provider.getNewServerTransaction(event.getRequest());
            var request = (Request) event.getRequest().clone();
            var target = (SipURI) request.getRequestURI();
            target.setHost("127.0.0.1");
            target.setPort(peer);
            ViaHeader via = factory.createHeaderFactory().createViaHeader("127.0.0.1", port, "udp", null);
            request.addFirst(via);
            var client = provider.getNewClientTransaction(request);
            client.setApplicationData(server);
            client.sendRequest();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        try {
            ClientTransaction client = event.getClientTransaction();
            if (client == null) {
                return;
            }
            var response = (Response) event.getResponse().clone();
            response.removeFirst(ViaHeader.NAME);
            ((ServerTransaction) client.getApplicationData()).sendResponse(response);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) { }

    @Override
    public void processIOException(IOExceptionEvent event) { }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) { }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) { }

    /** With a heap of its own: in 512 MB it runs out of memory at 2,000 requests a second. */
    static List<String> command(int port, int peer) {
        return List.of("java", "-Xmx2g", "-XX:+UseG1GC", "-cp", System.getProperty("java.class.path"), JainRelay.class.getName(), "" + port, "" + peer);
    }
}
