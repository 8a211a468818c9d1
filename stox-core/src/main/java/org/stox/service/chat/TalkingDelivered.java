package org.stox.service.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.msrp.ByteRange;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpStatus;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.SentMessages.Verdict;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.service.Peers.Ability;
import org.stox.service.im.ChatState;
import org.stox.service.im.Received;
import org.stox.session.Action;
import org.stox.session.Step;

/** What comes by MSRP to a chat (RFC 7573 §4, F10; §5, F23; §6; §7). */
record TalkingDelivered(Talking chat, ChatContext context) {

    /** So long the endpoint may take to say of each message that it was not written. */
    private static final Duration MOMENT = Duration.ofMillis(500);

    static Step<ChatSession> step(Talking chat, MsrpTraffic traffic, ChatContext context) {
        if (traffic instanceof MsrpClose) {
            boolean unsure = chat.pulse().unsettled().filter(q -> !q.isEmpty()).isPresent() && context.chat().mode() == ChatMode.AUTO;
            return unsure ? Step.to(chat, new Action.Start(Talking.FALLEN, MOMENT)) : chat.lost(context);
        }
        var settled = new TalkingDelivered(chat.with(chat.pulse().settled()), context);
        if (traffic instanceof WholeMessage message) {
            return settled.message(message);
        }
        return traffic instanceof MsrpReport report ? settled.report(report) : Step.to(settled.chat);
    }

    private Step<ChatSession> message(WholeMessage message) {
        var policy = context.policy();
        var content = SendContent.read(message, uri -> policy.jid(uri).bare().equals(chat.parties().contact().bare()));
        if (content instanceof SendContent.Composing composing) {
            return composing(composing.composing());
        }
        if (content instanceof SendContent.Notification told) {
            var notice = new Received.Notification(chat.parties().contact(), chat.parties().user(), told.imdn());
            return Step.<ChatSession>to(chat).and(context.pager().toXmpp(notice, context.now()).<Action>map(Action.ToXmpp::new).stream().toList());
        }
        return content instanceof SendContent.Text text ? text(message, text) : Step.to(chat);
    }

    /** F11, F24. It ends what was known of composing, as the XMPP client knows by itself. */
    private Step<ChatSession> text(WholeMessage message, SendContent.Text content) {
        var next = chat.with(Opening.OVER).with(chat.typing().showing(Typing.Known.NOTHING)).with(chat.notices().received(message));
        var actions = new ArrayList<Action>(3);
        actions.add(new Action.ToXmpp(context.pager().askingDisplay(ToUser.message(message, content, chat), content.wrapper(), context.now())));
        if (chat.typing().shown() == Typing.Known.ACTIVE) {
            actions.add(new Action.Cancel(Talking.TYPING));
        }
        return next.moved(actions, context);
    }

    /** RFC 7573 §6, Table 3; a refresh only puts off when it ends (RFC7573-6-11, 6-12). */
    private Step<ChatSession> composing(IsComposing composing) {
        var known = composing.state() == IsComposing.State.ACTIVE ? Typing.Known.ACTIVE : Typing.Known.IDLE;
        if (chat.typing().client() == Typing.Client.SILENT) {
            return Step.to(chat);                                           // RFC7573-6-15
        }
        var timer = known == Typing.Known.ACTIVE
                ? new Action.Start(Talking.TYPING, composing.refresh().orElse(IsComposing.DEFAULT_REFRESH)) : new Action.Cancel(Talking.TYPING);
        var next = Step.<ChatSession>to(chat.with(chat.typing().showing(known)), timer);
        return known == chat.typing().shown() ? next : next.and(ToUser.state(ChatState.of(composing), chat.parties(), context));
    }

    /** F26: a receipt once all octets are confirmed; a failure is an error, and never a receipt (RFC7573-7-04, 7-07, 7-08). */
    private Step<ChatSession> report(MsrpReport report) {
        var told = chat.notices().on(report);
        var next = chat.with(chat.notices().sent(told.messages()));
        return Step.<ChatSession>to(next).and(told.verdict().filter(this::isTold).map(v -> verdict(v, report)).stream().toList());
    }

    /** A failure always, a receipt as the policy has it (BEYOND-MARK-03). */
    private boolean isTold(Verdict verdict) {
        return verdict instanceof Verdict.Failed || context.pager().tells(chat.parties().contact(), chat.parties().user());
    }

    private Action verdict(Verdict verdict, MsrpReport report) {
        return verdict instanceof Verdict.Failed failed
                ? ToUser.error(Optional.of(failed.reference()), Refusal.sip(Math.max(failed.code(), 400), "Not delivered").reason(), chat.parties(),
                        context)
                : ToUser.receipt(verdict.reference(), report.request().transaction(), chat.parties());
    }

    /** To the sender of a message of which something is known (RFC 4975 §7.1.2, §7.1.3). */
    static Action report(Talking chat, Notices.Received message, int code, ChatContext context) {
        var range = ByteRange.of(1, message.length(), message.length());
        return new Action.ToMsrp(new MsrpReport(chat.media().uri(), MsrpRequest.report(context.ids().next(), chat.media().route(),
                message.messageId(), range, MsrpStatus.of(code))));
    }

    /** The connection is lost, or never came: what was never written goes by MESSAGE and what was written is with the peer. */
    static Step<ChatSession> fallen(Talking chat, ChatContext context) {
        var failed = chat.pulse().failed();
        if (failed.isEmpty()) {
            return chat.lost(context);
        }
        if (chat.pulse().neverConnected()) {
            context.peers().seen(chat.parties().contact(), Ability.SESSIONS, false, context.now());
        }
        var paging = Paging.begin(chat.parties(), failed, context);
        return paging.machine().isPresent() ? paging.after(chat.close(), chat.call().bye()) : chat.over(paging.actions());
    }
}
