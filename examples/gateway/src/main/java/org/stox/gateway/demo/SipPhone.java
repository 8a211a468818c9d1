package org.stox.gateway.demo;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

import javax.sip.ClientTransaction;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipFactory;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.address.SipURI;
import javax.sip.header.ContentLanguageHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.SubjectHeader;
import javax.sip.message.Request;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.stox.camel.sip.jain.JainMessageLogger;
import org.stox.camel.sip.jain.JainStackLogger;

/**
 * The phones of romeo, who has chats by MSRP, and of the nurse, who knows nothing but MESSAGE; by JAIN-SIP, as a process of its own: orders
 * come as lines on stdin, events go as lines to stdout. It is also the SIP server of its domain, so that other phones can register beside them.
 */
final class SipPhone extends SilentSipListener {

    static final String USER = "romeo";
    static final String PLAIN = "nurse";
    private static final String HOST = "127.0.0.1";
    private static final List<String> PRESENCE = List.of(Request.SUBSCRIBE, Request.NOTIFY);
    private static final List<String> CHAT = List.of(Request.INVITE, Request.ACK, Request.BYE, Request.CANCEL, Request.UPDATE);

    private final String domain;
    private final SipProvider provider;
    private final SipMaker make;
    private final SipServer server;
    private final PhonePresence presence;
    private final PhoneChat chat;
    private final int port;
    private final ObjectMapper json = new ObjectMapper();
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    private SipPhone(String domain, int port, int gateway) throws Exception {
        this.domain = domain;
        var factory = SipFactory.getInstance();
        var settings = new Properties();
        settings.setProperty("javax.sip.STACK_NAME", "phone");
        settings.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        settings.setProperty("gov.nist.javax.sip.STACK_LOGGER", JainStackLogger.class.getName());
        settings.setProperty("gov.nist.javax.sip.SERVER_LOGGER", JainMessageLogger.class.getName());
        var stack = factory.createSipStack(settings);
        provider = stack.createSipProvider(stack.createListeningPoint(HOST, port, ListeningPoint.UDP));
        provider.addListeningPoint(stack.createListeningPoint(HOST, port, ListeningPoint.TCP));
        make = new SipMaker(factory, provider, HOST, port, gateway);
        server = new SipServer(domain, provider, make);
        presence = new PhonePresence(provider, make, address(), this::say);
        chat = new PhoneChat(provider, make, this::say);
        this.port = port;
        provider.addSipListener(this);
    }

    /** Arguments: domain, own port, the gateway's port. */
    public static void main(String[] args) throws Exception {
        var phone = new SipPhone(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        phone.say(PhoneEvent.ready());
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            phone.perform(phone.json.readValue(line, PhoneOrder.class));
        }
        System.exit(0);
    }

    private void perform(PhoneOrder order) throws Exception {
        switch (order.kind()) {
            case SEND -> send(order);
            case WATCH -> presence.watch(order);
            case TELL -> presence.tell(order);
            case SAY, ASK, TYPE, LEAVE -> chat.perform(order);
        }
    }

    private String address() {
        return "sip:" + USER + "@" + domain;
    }

    private void send(PhoneOrder order) throws Exception {
        var transaction = provider.getNewClientTransaction(make.message(address(), order));
        transaction.setApplicationData(order.id());
        transaction.sendRequest();
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            var request = event.getRequest();
            boolean romeo = isFor(USER, request);
            if (romeo && CHAT.contains(request.getMethod())) {
                chat.take(event);
            } else if (romeo && PRESENCE.contains(request.getMethod())) {
                presence.take(event);
            } else if ((romeo || isFor(PLAIN, request)) && request.getMethod().equals(Request.MESSAGE)) {
                make.answer(event, 200);
                say(PhoneEvent.received(subject(request), language(request), type(request), body(request)));
            } else if (isFor(PLAIN, request) && !request.getMethod().equals(Request.ACK)) {
                make.answer(event, request.getMethod().equals(Request.INVITE) ? 488 : 405);
            } else {
                server.take(event);
            }
        } catch (Exception e) {
            System.err.println("phone: " + e.getMessage());
        }
    }

    private boolean isFor(String user, Request request) {
        return request.getRequestURI() instanceof SipURI to && user.equals(to.getUser())
                && (to.getHost().equals(domain) || to.getHost().equals(HOST) && to.getPort() == port);
    }

    @Override
    public void processResponse(ResponseEvent event) {
        var transaction = event.getClientTransaction();
        if (transaction == null) {
            server.takeBack(event.getResponse());
        } else if (event.getResponse().getStatusCode() >= 200) {
            say(PhoneEvent.answered(transaction.getApplicationData().toString(), event.getResponse().getStatusCode()));
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (transaction != null) {
            say(PhoneEvent.answered(transaction.getApplicationData().toString(), 408));
        }
    }

    private synchronized void say(PhoneEvent event) {
        try {
            out.println(json.writeValueAsString(event));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(Request request) {
        return request.getHeader(SubjectHeader.NAME) instanceof SubjectHeader s ? s.getSubject() : "";
    }

    private static String language(Request request) {
        return request.getHeader(ContentLanguageHeader.NAME) instanceof ContentLanguageHeader l ? l.getContentLanguage().toLanguageTag() : "";
    }

    private static String type(Request request) {
        return request.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader t ? t.getContentType() + "/" + t.getContentSubType() : "";
    }

    private static String body(Request request) {
        return request.getRawContent() == null ? "" : new String(request.getRawContent(), StandardCharsets.UTF_8);
    }
}
