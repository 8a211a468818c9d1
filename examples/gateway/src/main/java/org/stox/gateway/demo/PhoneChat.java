package org.stox.gateway.demo;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import javax.sip.RequestEvent;
import javax.sip.SipProvider;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;

import org.stox.protocol.Octets;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.sdp.AcceptTypes;
import org.stox.protocol.sdp.Direction;
import org.stox.protocol.sdp.MessageNegotiation;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.Origin;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sdp.SdpException;
import org.stox.service.IdSource;

/** Chats at romeo's phone (RFC 4975 §8): each INVITE is accepted, and the gateway connects. What is said goes to the chat that is the newest. */
final class PhoneChat {

    private static final List<String> TYPES = List.of("text/plain", IsComposing.CONTENT_TYPE);
    private static final int LARGEST = 100_000;

    private final SipProvider provider;
    private final SipMaker make;
    private final Consumer<PhoneEvent> say;
    private final IdSource ids = IdSource.of(new SecureRandom()::nextBytes, 16);
    private final PhoneMsrp msrp;
    private final Map<String, Chat> chats = new ConcurrentHashMap<>();
    private Chat newest;

    private record Chat(SipMaker.Dialog dialog, MsrpUri own, Octets answer) { }

    PhoneChat(SipProvider provider, SipMaker make, Consumer<PhoneEvent> say) throws IOException {
        this.provider = provider;
        this.make = make;
        this.say = say;
        this.msrp = new PhoneMsrp(say, ids);
    }

    /** A request of a chat; a second INVITE of the same gets the same answer. */
    synchronized void take(RequestEvent event) throws Exception {
        var callId = ((CallIdHeader) event.getRequest().getHeader(CallIdHeader.NAME)).getCallId();
        switch (event.getRequest().getMethod()) {
            case Request.INVITE -> {
                if (((ToHeader) event.getRequest().getHeader(ToHeader.NAME)).getTag() == null && !chats.containsKey(callId)) {
                    begin(event, callId);
                } else if (chats.containsKey(callId)) {
                    accept(event, chats.get(callId));
                } else {
                    make.answer(event, 481);
                }
            }
            case Request.BYE -> {
                make.answer(event, chats.containsKey(callId) ? 200 : 481);
                end(callId);
            }
            case Request.ACK -> { }
            default -> make.answer(event, 200);
        }
    }

    private void begin(RequestEvent event, String callId) throws Exception {
        var offer = event.getRequest().getRawContent();
        var own = msrp.session();
        var terms = new MessageTerms(Optional.of(MsrpPath.of(own)), Optional.empty(), AcceptTypes.of(TYPES, List.of(), LARGEST), TYPES,
                new MessageTerms.Reach(true, false, List.of()), Direction.SENDRECV, Optional.empty());
        try {
            var result = MessageNegotiation.answer(SdpCodec.read(Octets.of(offer == null ? new byte[0] : offer)), terms,
                    Origin.first(1, own.host()), target -> false);
            if (result instanceof MessageNegotiation.Result.Accepted accepted) {
                newest = new Chat(SipMaker.Dialog.of(event.getRequest()), own, SdpCodec.write(accepted.answer()));
                chats.put(callId, newest);
                msrp.open(own, accepted.agreed());
                accept(event, newest);
                say.accept(PhoneEvent.invited(callId));
                return;
            }
        } catch (SdpException e) {
            System.err.println("phone: " + e.getMessage());
        }
        make.answer(event, 488);
    }

    private void accept(RequestEvent event, Chat chat) throws Exception {
        make.accept(event, chat.dialog().tag(), chat.answer().toArray());
    }

    private void end(String callId) {
        var chat = chats.remove(callId);
        if (chat != null) {
            msrp.close(chat.own());
            say.accept(PhoneEvent.left(callId));
        }
    }

    synchronized void perform(PhoneOrder order) throws Exception {
        if (newest == null) {
            say.accept(PhoneEvent.answered(order.id(), 481));
            return;
        }
        switch (order.kind()) {
            case SAY -> msrp.send(newest.own(), order.id(), "text/plain", Octets.utf8(order.body()), Reporting.DEFAULT);
            case ASK -> msrp.send(newest.own(), order.id(), "text/plain", Octets.utf8(order.body()), new Reporting(true, Reporting.Failure.YES));
            case TYPE -> msrp.send(newest.own(), order.id(), IsComposing.CONTENT_TYPE, IsComposingCodec.write(
                    order.state().equals("active") ? IsComposing.ACTIVE : IsComposing.IDLE), Reporting.NONE);
            default -> leave(order.id());
        }
    }

    private void leave(String id) throws Exception {
        var bye = provider.getNewClientTransaction(make.bye(newest.dialog().next()));
        bye.setApplicationData(id);
        bye.sendRequest();
        end(((CallIdHeader) newest.dialog().first().getHeader(CallIdHeader.NAME)).getCallId());
    }
}
