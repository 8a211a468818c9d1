package org.stox.gateway.demo;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import javax.sip.RequestEvent;
import javax.sip.SipProvider;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;

/**
 * Presence at romeo's phone (RFC 3856): who watches him is told what the orders say, and what those whom he watches tell is an event. Who
 * comes before he has decided anything is pending.
 */
final class PhonePresence {

    /** The id of the first NOTIFY to somebody. */
    static final String BEGUN = "begun";

    private static final String PENDING = "pending;expires=3600";

    private final SipProvider provider;
    private final SipMaker make;
    private final String user;
    private final Consumer<PhoneEvent> say;
    private final Map<String, SipMaker.Dialog> watchers = new ConcurrentHashMap<>();
    private String state = PENDING;
    private String document = "";

    /** @param user romeo's address of record */
    PhonePresence(SipProvider provider, SipMaker make, String user, Consumer<PhoneEvent> say) {
        this.provider = provider;
        this.make = make;
        this.user = user;
        this.say = say;
    }

    void watch(PhoneOrder order) throws Exception {
        send(make.subscribe(user, order.to()), order.id());
    }

    /** Those whose subscription ends are forgotten; the next who come see what was told last. */
    synchronized void tell(PhoneOrder order) throws Exception {
        boolean last = order.state().startsWith("terminated");
        state = last ? PENDING : order.state();
        document = last ? "" : order.body();
        for (var watcher : watchers.values()) {
            send(make.notify(watcher.next(), order.state(), order.body()), order.id());
        }
        if (last) {
            watchers.clear();
        }
    }

    /** A NOTIFY, or a SUBSCRIBE for this user. */
    synchronized void take(RequestEvent event) throws Exception {
        var request = event.getRequest();
        if (request.getMethod().equals(Request.NOTIFY)) {
            make.accept(event, "", -1);
            say.accept(PhoneEvent.told(String.valueOf(request.getHeader("Subscription-State")).replaceFirst("^[^:]*:\\s*", "").strip(),
                    request.getRawContent() == null ? "" : new String(request.getRawContent(), StandardCharsets.UTF_8)));
            return;
        }
        var callId = ((CallIdHeader) request.getHeader(CallIdHeader.NAME)).getCallId();
        boolean begins = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() == null;
        if (begins) {
            watchers.put(callId, SipMaker.Dialog.of(request));
        }
        var watcher = watchers.get(callId);
        if (watcher == null) {
            make.answer(event, 481);
            return;
        }
        int expires = request.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader e ? e.getExpires() : 3600;
        make.accept(event, watcher.tag(), expires);
        if (expires == 0) {
            watchers.remove(callId);
        }
        send(make.notify(watcher.next(), expires == 0 ? "terminated;reason=timeout" : state, document), begins ? BEGUN : "");
    }

    private void send(Request request, String id) throws Exception {
        var transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(id);
        transaction.sendRequest();
    }
}
