package org.stox.service.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.sdp.Agreed;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.protocol.sdp.Sdp;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.im.ChatState;
import org.stox.service.im.MessageExtensions;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/** There is a session: what each of the two says goes to the other (RFC 7573 §4, F9 to F16; §5, F23 to F32; §6; §7). */
record Talking(Parties parties, Call call, Media media, Opening opening, Typing typing, Notices notices, Pulse pulse) implements ChatSession {

    static final String IDLE = "idle";
    static final String TYPING = "typing";
    static final String COMPOSING = "composing";
    static final String SETTLE = "settle";
    static final String LEAVE = "leave";
    static final String FALLEN = "fallen";

    static final Refusal.Reason UNSENT = Refusal.sip(408, "Not delivered").reason();

    /** After that a connection is there: one that does not come fails after 30 s. */
    private static final Duration SETTLED = Duration.ofSeconds(35);

    /** A receipt that is not there by then comes too late. */
    private static final Duration REPORTS = Duration.ofMinutes(10);

    /** How often the end of an idle chat is put off, as a part of its time. */
    private static final int STEPS = 10;

    /**
     * From what was agreed; what waited is sent in its order.
     *
     * @param ours our session description
     */
    static Step<ChatSession> begin(Parties parties, Call call, Agreed agreed, Sdp ours, Opening opening, Queue queue, ChatContext context) {
        var begun = new Talking(parties, call, Media.of(agreed, ours), opening, Typing.NOTHING, Notices.NONE,
                Pulse.begin(context.now()));
        var actions = new ArrayList<Action>();
        actions.add(new Action.ToMsrp(new MsrpSession(agreed, context.takes(), context.limits())));
        if (agreed.active() && queue.isEmpty()) {                           // RFC 4975 §5.4: it binds the connection
            actions.add(new Action.ToMsrp(Outgoing.empty(begun.media.route(), context.ids()::next)));
        }
        actions.add(idle(context));
        actions.add(new Action.Start(SETTLE, SETTLED));
        actions.addAll(call.timers());
        Step<ChatSession> step = new Step<>(Optional.of(begun), actions);
        for (var message : queue.stanzas()) {
            step = step.machine().isPresent() ? then(step, message, context) : step;
        }
        return step;
    }

    private static Step<ChatSession> then(Step<ChatSession> before, MessageStanza message, ChatContext context) {
        try {
            var next = before.machine().orElseThrow().said(message, context);
            return new Step<>(next.machine(), before.actions()).and(next.actions());
        } catch (Refusal e) {
            return before.and(ToUser.error(message, e.reason(), context).stream().toList());
        }
    }

    @Override
    public Set<SessionKey> keys() {
        return Set.of(ChatKeys.pair(parties), ChatKeys.dialog(call.dialog()), ChatKeys.msrp(media.sessionId()));
    }

    /** What a process that finds it needs to end it, and whom it has to tell something; all else that was said is with the two. */
    @Override
    public Object state() {
        return List.of("talking", call.dialog().remoteTag(), media.own(), pulse.unsettled());
    }

    @Override
    public Step<ChatSession> said(MessageStanza message, ChatContext context) {
        ToPeer.refuseEncrypted(message);
        var state = ChatState.of(message);
        var body = ToPeer.body(message);
        var heard = with(parties.writing(message.from())).with(typing.with(client(message, state, body.isPresent())));
        if (body.isPresent()) {
            return heard.sent(message, body.get(), context);
        }
        var imdns = context.pager().imdns(message, context.policy(), context.now());
        var arrived = MessageExtensions.received(message);
        if (arrived.isPresent()) {
            return heard.confirmed(arrived.get(), context).and(heard.imdns(imdns, context));
        }
        return state.map(s -> s == ChatState.GONE ? heard.leaving(context) : heard.composing(s.composing().orElseThrow(), context))
                .orElse(Step.to(heard)).and(heard.imdns(imdns, context));
    }

    /** What was asked for by RFC 5438, here or in a MESSAGE, is told here where the peer takes that (BEYOND-IMDN-05). */
    private List<Action> imdns(List<SipRequest> imdns, ChatContext context) {
        return imdns.stream().<Action>map(imdn -> media.takesNotices()
                ? new Action.ToMsrp(Outgoing.of(media.route(), SendContent.CPIM, imdn.body(), Reporting.NONE, context.ids()::next))
                : new Action.ToSip(imdn)).toList();
    }

    /** RFC7573-6-15: who answers without a chat state wants none; another resource is another client. */
    private Typing.Client client(MessageStanza message, Optional<ChatState> state, boolean text) {
        if (state.isPresent()) {
            return Typing.Client.TALKATIVE;
        }
        boolean another = !parties.user().isBare() && !message.from().equals(parties.user());
        var known = another ? Typing.Client.UNKNOWN : typing.client();
        return text && known == Typing.Client.UNKNOWN ? Typing.Client.SILENT : known;
    }

    /** F9, F28. A text ends what the peer knew of composing (RFC7573-6-13). */
    private Step<ChatSession> sent(MessageStanza message, LangText body, ChatContext context) {
        if (!media.direction().sends()) {
            throw ToPeer.refusal(Condition.RECIPIENT_UNAVAILABLE, "The contact has put the chat on hold");
        }
        var send = ToPeer.message(message, body, media, parties, context);
        var kept = notices.sent(notices.sent().expire(context.now().minus(REPORTS)));
        var told = send.reporting().success() ? kept.sent(kept.sent().sent(send.messageId(), message.id().orElseThrow(), send.body().length(),
                send.reporting(), context.now())) : kept;
        var next = new Talking(parties, call, media, opening, typing.telling(Typing.Known.NOTHING), told, pulse.sent(message));
        var actions = new ArrayList<Action>(3);
        actions.add(new Action.ToMsrp(send));
        if (typing.told() != Typing.Known.NOTHING) {
            actions.add(new Action.Cancel(COMPOSING));
        }
        if (pulse.unsettled().isPresent()) {
            actions.add(new Action.Cancel(LEAVE));
        }
        return next.moved(actions, context);
    }

    /** The end of an idle chat is put off (RFC7573-4-27). */
    Step<ChatSession> moved(List<Action> actions, ChatContext context) {
        var due = pulse.moved().plus(context.chat().idle().dividedBy(STEPS));
        return due.isAfter(context.now()) ? new Step<>(Optional.of(this), actions)
                : new Step<ChatSession>(Optional.of(with(pulse.moved(context.now()))), actions).and(idle(context));
    }

    private static Action idle(ChatContext context) {
        var time = context.chat().idle();
        return new Action.Start(IDLE, time.plus(time.dividedBy(STEPS)));
    }

    /** RFC7573-7-02: the first receipt for a message whose sender wants one. */
    private Step<ChatSession> confirmed(String stanza, ChatContext context) {
        return notices.received(stanza).filter(r -> r.reporting().success() && context.pager().tells(parties.user(), parties.contact()))
                .map(r -> Step.<ChatSession>to(with(notices.without(r)), TalkingDelivered.report(this, r, 200, context)))
                .orElse(Step.to(this));
    }

    /** RFC 7573 §6, Table 4; once where it stays as it is. */
    private Step<ChatSession> composing(IsComposing.State state, ChatContext context) {
        var known = state == IsComposing.State.ACTIVE ? Typing.Known.ACTIVE : Typing.Known.IDLE;
        if (known == typing.told() || !media.takes(SendContent.COMPOSING) || !media.direction().sends()) {
            return Step.to(this);
        }
        return Step.to(with(typing.telling(known)), new Action.ToMsrp(ToPeer.composing(state, media, parties, context)),
                known == Typing.Known.ACTIVE ? new Action.Start(COMPOSING, ToPeer.AGAIN) : new Action.Cancel(COMPOSING));
    }

    /** RFC 7573 §6.1: at once, unless what was said last may still be on its way to a connection. */
    private Step<ChatSession> leaving(ChatContext context) {
        return pulse.unsettled().filter(q -> !q.isEmpty()).isPresent() ? Step.to(this, new Action.Start(LEAVE, Ending.SOON)) : over(List.of());
    }

    /** We end it: BYE, and no MSRP session any more. */
    Step<ChatSession> over(List<Action> more) {
        return call.isConfirmed() ? Ending.begin(parties, call.dialog().next(), Ending.Awaiting.NOTHING).after(close(), call.bye()).and(more)
                : Ending.begin(parties, call.dialog(), Ending.Awaiting.ACK).after(close()).and(more);
    }

    Action close() {
        return new Action.ToMsrp(new MsrpClose(media.uri(), "The chat is over"));
    }

    /** The same where the user must hear of it. */
    Step<ChatSession> lost(ChatContext context) {
        return over(pulse.failed().errors(UNSENT, context)).and(gone(context));
    }

    Action gone(ChatContext context) {
        return ToUser.state(ChatState.GONE, parties, context);
    }

    @Override
    public Step<ChatSession> returned(MessageStanza error, ChatContext context) {
        return bounced(error.from(), error.id().orElse(""), error.error().map(e -> Refusal.xmpp(e, error.from().isBare())
                .reason()).orElse(Refusal.sip(400, "Error").reason()), context);
    }

    /** A message that its resource does not get any more goes to the user's others (RFC7573-5-14); else its sender hears of it (5-17). */
    @Override
    public Step<ChatSession> bounced(Stanza stanza, Refusal.Reason reason, ChatContext context) {
        if (stanza instanceof MessageStanza message && !message.to().isBare() && ToPeer.body(message).isPresent()) {
            var again = new MessageStanza(message.from(), message.to().bare(), message.id(), message.type(), message.lang(), message.subjects(),
                    message.bodies(), message.thread(), message.error(), message.extensions());
            return Step.to(message.to().equals(parties.user()) ? with(parties.unbound()) : this, new Action.ToXmpp(again));
        }
        return bounced(stanza.to(), stanza.id().orElse(""), reason, context);
    }

    private Step<ChatSession> bounced(Jid user, String id, Refusal.Reason reason,
            ChatContext context) {
        var unbound = user.equals(parties.user()) ? with(parties.unbound()) : this;
        return notices.received(id).map(r -> {
            int code = MsrpCode.of(context.policy().errors().toXmpp(reason).condition());
            var actions = r.reporting().owesReport(code) ? List.of(TalkingDelivered.report(this, r, code, context)) : List.<Action>of();
            return new Step<ChatSession>(Optional.of(unbound.with(notices.without(r))), actions);
        }).orElse(Step.to(unbound));
    }

    @Override
    public Step<ChatSession> invited(SipRequest invite, ChatContext context) {
        var dialog = call.dialog();
        if (invite.header("Call-ID").filter(dialog.callId()::equals).isPresent() && SipDialog.tag(invite, "From").equals(dialog.remoteTag())) {
            return Step.to(this, ChatSession.reply(invite, 482, context));          // it came by two ways (RFC 3261 §8.2.2.2)
        }
        return Answering.of(invite, Queue.EMPTY, context).and(close(), call.bye());         // it takes the place of this one
    }

    @Override
    public Step<ChatSession> requested(SipRequest request, ChatContext context) {
        return call.dialog().matches(request) ? TalkingRequested.step(this, request, context) : ChatSession.super.requested(request, context);
    }

    /** Our 2xx was too late: the peer had it back already. */
    @Override
    public Step<ChatSession> cancelled(SipRequest cancel, ChatContext context) {
        boolean ours = call.phase() == Call.Phase.ANSWERED && cancel.header("Call-ID").filter(call.dialog().callId()::equals).isPresent();
        return ours ? Step.none(close()) : Step.to(this);
    }

    @Override
    public Step<ChatSession> answered(SipRequest request, SipResponse response, ChatContext context) {
        boolean refresh = call.phase() == Call.Phase.REFRESHING && request.method().equals("INVITE")
                && SipDialog.tag(request, "To").equals(call.dialog().remoteTag());
        return refresh ? TalkingRequested.refreshed(this, response, context) : ChatSession.super.answered(request, response, context);
    }

    @Override
    public Step<ChatSession> delivered(MsrpTraffic traffic, ChatContext context) {
        return TalkingDelivered.step(this, traffic, context);
    }

    @Override
    public Step<ChatSession> undelivered(MsrpTraffic traffic, Refusal.Reason reason, ChatContext context) {
        boolean current = traffic.session().equals(media.uri());
        if (current && traffic instanceof MsrpSession) {
            return lost(context);
        }
        if (!(traffic instanceof Outgoing message) || !ToPeer.isText(message)) {
            return Step.to(this);
        }
        var unsettled = pulse.unsettled(message.transaction()).filter(m -> current && context.chat().mode() == ChatMode.AUTO
                && !MsrpCode.isOfTheMessage(reason.status().orElse(0)));
        return unsettled.<Step<ChatSession>>map(m -> Step.to(with(pulse.failed(m))))
                .orElseGet(() -> Step.to(this, ToUser.error(message.transaction(), reason, parties, context)));
    }

    @Override
    public Step<ChatSession> fired(String timer, ChatContext context) {
        return switch (timer) {
            case IDLE, LEAVE -> over(pulse.failed().errors(UNSENT, context));                            // RFC7573-6.1-04
            case TYPING -> typing.shown() != Typing.Known.ACTIVE ? Step.to(this) : Step.to(with(typing.showing(Typing.Known.IDLE)),
                    ToUser.state(ChatState.of(IsComposing.IDLE), parties, context));        // RFC7573-6-11
            case COMPOSING -> typing.told() != Typing.Known.ACTIVE ? Step.to(this)
                    : Step.to(this, new Action.ToMsrp(ToPeer.composing(IsComposing.State.ACTIVE, media, parties, context)),
                            new Action.Start(COMPOSING, ToPeer.AGAIN));     // RFC7573-6-14
            case SETTLE -> Step.<ChatSession>to(with(pulse.settled())).and(pulse.failed().errors(UNSENT, context));
            case FALLEN -> TalkingDelivered.fallen(this, context);
            case Call.REFRESH -> TalkingRequested.refresh(this, context);
            case Call.ACK -> confirmed().lost(context);                     // RFC 3261 §13.3.1.4
            case Call.EXPIRE -> lost(context);                              // BEYOND-MSRP-06
            default -> Step.to(this);
        };
    }

    private Talking confirmed() {
        return with(call.in(Call.Phase.CONFIRMED));
    }

    /** What may never have reached a connection comes back, be it that it did. */
    @Override
    public Step<ChatSession> restored(ChatContext context) {
        var told = pulse.unsettled().orElse(Queue.EMPTY).errors(Refusal.sip(408, "The gateway was restarted").reason(), context);
        return Step.<ChatSession>none(call.on(call.dialog().skip(Call.FORGOTTEN)).bye()).and(told).and(gone(context));
    }

    Talking with(Parties changed) {
        return new Talking(changed, call, media, opening, typing, notices, pulse);
    }

    Talking with(Call changed) {
        return new Talking(parties, changed, media, opening, typing, notices, pulse);
    }

    Talking with(Media changed) {
        return new Talking(parties, call, changed, opening, typing, notices, pulse);
    }

    Talking with(Opening changed) {
        return new Talking(parties, call, media, changed, typing, notices, pulse);
    }

    Talking with(Typing changed) {
        return new Talking(parties, call, media, opening, changed, notices, pulse);
    }

    Talking with(Notices changed) {
        return new Talking(parties, call, media, opening, typing, changed, pulse);
    }

    Talking with(Pulse changed) {
        return new Talking(parties, call, media, opening, typing, notices, changed);
    }
}
