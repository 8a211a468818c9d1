package org.stox.camel.sip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.address.AddressException;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.traffic.ConversationQueue;

/**
 * An INVITE on its way to the peer (RFC 3261 §13.2, §9.1): what of its responses goes to the route, when its CANCEL may go, and that each 2xx
 * has its ACK. Its end goes to the same line as its provisional responses, so that it comes after them.
 */
final class SentInvite extends Outgoing {

    private static final Logger LOG = LoggerFactory.getLogger(SentInvite.class);
    private static final int OURS = 487;
    private static final int ROOM = 100;                    // for numbers that the route used in an early dialog

    private enum State {
        /** No response yet. */
        CALLING,
        /** No response yet, and a CANCEL waits for one (§9.1). */
        CANCEL_WAITS,
        PROCEEDING,
        /** Its CANCEL is out. */
        CANCELLED,
        OVER
    }

    private record Cancel(SipRequest request, End end) {
    }

    private final Labels.Pair pair;
    private final InviteId id;
    private final boolean initial;
    private final Map<String, Sent> acks = new HashMap<>();             // by the To tag of the 2xx
    private final ReliableResponses reliable = new ReliableResponses();
    private State state = State.CALLING;
    private Optional<Cancel> cancel = Optional.empty();
    private Optional<String> accepted = Optional.empty();               // the To tag of the 2xx that the route has

    SentInvite(SipListener listener, SipAttachment attachment, SipRequest invite, End end) {
        super(listener, attachment, end);
        this.pair = Labels.of(invite).pair();
        this.id = InviteId.of(invite);
        this.initial = SipDialog.tag(invite, "To").isEmpty();
    }

    /** The peer has to know where we are (§8.1.1.8) and ought to know what we take (§13.2.1). */
    @Override
    void send(SipRequest given) {
        var contact = attachment.contactHeader();
        var allow = listener.consumers().profile().allow();
        var reached = given.header("Contact").isPresent() ? given : given.with(contact.name(), contact.value());
        super.send(given.header("Allow").isPresent() ? reached : reached.with(allow.name(), allow.value()));
    }

    @Override
    public void send() {
        listener.sentInvites().begin(id, this);
        super.send();
    }

    @Override
    void provisional(SipResponse response) {
        Optional<Cancel> due;
        boolean wanted;
        synchronized (this) {
            due = cancel;
            cancel = Optional.empty();
            state = switch (state) {
                case CALLING, PROCEEDING -> State.PROCEEDING;
                case CANCEL_WAITS, CANCELLED -> State.CANCELLED;
                case OVER -> State.OVER;
            };
            wanted = state == State.PROCEEDING && response.status() > 100 && reliable.isNext(response);
        }
        due.ifPresent(this::send);
        if (wanted) {
            listener.sentInvites().provisional(pair, Vias.withoutTop(response));
        }
    }

    @Override
    public void response(SipResponse response) {
        if (!response.isFinal()) {
            provisional(response);
            return;
        }
        boolean success = response.status() < 300;
        boolean unwanted;
        synchronized (this) {
            unwanted = success && initial && (state == State.CANCEL_WAITS || state == State.CANCELLED);
            accepted = success && !unwanted ? Optional.of(InviteId.Branch.of(response).toTag()) : Optional.empty();
        }
        over();
        if (unwanted) {
            finish(response);
            super.fail(Refusal.sip(OURS, "Request Terminated"));
        } else {
            super.response(response);
        }
    }

    @Override
    void fail(Refusal refusal) {
        over();
        super.fail(refusal);
    }

    private void over() {
        Optional<Cancel> unsent;
        synchronized (this) {
            unsent = cancel;
            cancel = Optional.empty();
            state = State.OVER;
        }
        listener.sentInvites().over(id, this);
        unsent.ifPresent(c -> refuse(c.end()));
    }

    /** A CANCEL of it; its exchange ends with its own response, or with 481 where there is nothing to cancel any more. */
    void cancel(SipRequest request, End end) {
        State before;
        synchronized (this) {
            before = state;
            if (before == State.CALLING) {
                state = State.CANCEL_WAITS;
                cancel = Optional.of(new Cancel(request, end));
            } else if (before == State.PROCEEDING) {
                state = State.CANCELLED;
            }
        }
        if (before == State.PROCEEDING) {
            send(new Cancel(request, end));
        } else if (before != State.CALLING) {
            refuse(end);
        }
    }

    private void send(Cancel due) {
        var way = sent();
        listener.sentInvites().cancelled(this);
        var via = way.request().headers().get(0);
        new Outgoing(listener, attachment, due.end()).send(due.request().without("Via").withFirst(via.name(), via.value()), way.hop());
    }

    private void refuse(End end) {
        tell(() -> end.refused(nothing()));
    }

    static Refusal nothing() {
        return Refusal.sip(481, "Call/Transaction Does Not Exist");
    }

    /** See {@link SentInvites#cancelled}. */
    void lapsed() {
        synchronized (this) {
            if (state != State.CANCELLED) {
                return;
            }
        }
        if (listener.transactions().abandon(sent().request())) {
            fail(Refusal.sip(OURS, "Request Terminated"));
        }
    }

    /** The ACK of a 2xx, as the route made it; it goes again with each copy of the 2xx. */
    void acknowledge(SipRequest ack) {
        var aimed = aimed(listener, attachment, ack);
        synchronized (this) {
            acks.put(InviteId.Branch.of(ack).toTag(), aimed);           // first: a copy of the 2xx may be quick
        }
        aimed.send(listener.transactions());
    }

    static Sent aimed(SipListener listener, SipAttachment attachment, SipRequest ack) {
        return new Outgoing(listener, attachment, NOBODY).aimed(ack);
    }

    /** A 2xx that the route does not get: a copy, or one of another branch, or one that nobody waits for any more (§13.2.2.4). */
    void surplus(SipResponse response) {
        Optional<Sent> ack;
        boolean waited;
        synchronized (this) {
            String tag = InviteId.Branch.of(response).toTag();
            ack = Optional.ofNullable(acks.get(tag));
            waited = accepted.filter(tag::equals).isPresent();          // its ACK is yet to come
        }
        if (ack.isPresent()) {
            ack.get().send(listener.transactions());
        } else if (!waited) {
            finish(response);
        }
    }

    /** ACK, and BYE to the dialog that nobody wants; a dialog that was there before is not ours to end. */
    private void finish(SipResponse response) {
        LOG.debug("Nobody waits for {}", MessageLine.of(response));
        try {
            var invite = SipDialog.of(sent().request());
            var dialog = initial ? invite.confirmed(response) : invite.answered(response);
            acknowledge(dialog.ack(id.number()));
            if (initial) {
                new Outgoing(listener, attachment, NOBODY).send(dialog.skip(ROOM).request("BYE", List.of(), Octets.NONE));
            }
        } catch (SipSyntaxException | AddressException | Refusal e) {
            LOG.debug("It cannot be ended", e);
        }
    }

    /** A CANCEL of which nobody hears any more. */
    void stop() {
        if (rings()) {
            var way = sent();
            var request = SipDialog.cancel(way.request());
            var via = way.request().headers().get(0);
            listener.transactions().sendStateless(request.withFirst(via.name(), via.value()), way.hop());
        }
    }

    private synchronized boolean rings() {
        return state == State.PROCEEDING;
    }

    /** Whether its end is yet to come. */
    synchronized boolean pending() {
        return state != State.OVER;
    }

    @Override
    void tell(Runnable told) {
        listener.conversations().offer(pair, new ConversationQueue.Task() {
            @Override
            public void start(Runnable done) {
                try {
                    told.run();
                } finally {
                    done.run();
                }
            }

            @Override
            public void abandon() {
                told.run();
            }
        });
    }

    private static final End NOBODY = new End() {
        @Override
        public void response(SipResponse response) {
        }

        @Override
        public void refused(Refusal refusal) {
        }
    };
}
