package org.stox.gateway.demo;

import java.util.function.Predicate;

import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Presence.Mode;
import org.jivesoftware.smack.packet.Presence.Type;

/**
 * Both ask for the presence of the other and get it, change, and revoke. A watcher is told of changes every 5 s at most (RFC 3856 §6.10), so
 * romeo has his turn between two of juliet's.
 */
final class PresencePlay extends Scene {

    private static final String ACTIVE = "active;expires=3600";
    private static final String REJECTED = "terminated;reason=rejected";

    PresencePlay(Cast cast) {
        super(cast);
    }

    @Override
    void perform() throws Exception {
        steps.step("romeo asks to see when juliet is there");
        phone.send(PhoneOrder.watch(steps.id(), "sip:" + JULIET));
        steps.outcome(client(p -> p.getType() == Type.subscribe) && told("pending", ""), "the client is asked, and the phone is told to wait");
        fromClient("juliet allows it", to(Type.subscribed), "active", "<basic>open</basic>", "the phone shows that she is there");

        steps.step("juliet asks to see when romeo is there");
        client.send(to(Type.subscribe));
        steps.outcome(answered(PhonePresence.BEGUN), "the phone is asked, and says that romeo has not decided");
        fromPhone("romeo allows it", ACTIVE, document("open", ""), p -> available(p, Mode.available), "the client shows that he is there");
        fromPhone("romeo goes away", ACTIVE, document("open", "away"), p -> available(p, Mode.away), "the client shows it");
        fromPhone("romeo takes a call", ACTIVE, document("open", "on-the-phone"),
                p -> available(p, Mode.dnd) && "On the phone".equals(p.getStatus()), "the client shows that he is on the phone");

        var busy = to(Type.available);
        busy.setMode(Mode.dnd);
        busy.setStatus("At the ball");
        fromClient("juliet is busy", busy, "active", "<rpid:busy/>", "the phone shows it");
        fromPhone("romeo hangs up and goes offline", ACTIVE, document("closed", ""), p -> p.getType() == Type.unavailable && p.getFrom().hasResource(),
                "the client shows that he is gone");

        fromClient("juliet takes it back: romeo sees her no longer", to(Type.unsubscribed), REJECTED, "", "the phone is told so");
        fromPhone("romeo does the same", REJECTED, "", p -> p.getType() == Type.unsubscribed, "the client is told so");
        phone.send(PhoneOrder.tell("", ACTIVE, document("open", "")));      // for visitors
    }

    private void fromClient(String title, Presence presence, String state, String said, String what) throws Exception {
        steps.step(title);
        client.send(presence);
        steps.outcome(told(state, said), what);
    }

    private void fromPhone(String title, String state, String document, Predicate<Presence> expected, String what) throws Exception {
        steps.step(title);
        phone.send(PhoneOrder.tell(steps.id(), state, document));
        steps.outcome(client(expected) && answered(steps.id()), what);
    }

    private boolean answered(String id) throws InterruptedException {
        return answered(id, s -> s == 200);
    }

    private boolean client(Predicate<Presence> expected) throws InterruptedException {
        return presence(p -> p.getFrom().asBareJid().equals(ROMEO) && expected.test(p));
    }

    private boolean told(String state, String said) throws InterruptedException {
        return phone("told", e -> e.state().startsWith(state) && e.body().contains(said));
    }

    private static boolean available(Presence presence, Mode mode) {
        return presence.getType() == Type.available && presence.getMode() == mode;
    }

    /** To romeo, or, where it is about juliet herself, to all who may see her. */
    private static Presence to(Type type) {
        var presence = new Presence(type);
        if (type != Type.available) {
            presence.setTo(ROMEO);
        }
        return presence;
    }

    /** RFC 3863 and RFC 4480, as phones write it. */
    private static String document(String basic, String activity) {
        var person = activity.isEmpty() ? "" : "<dm:person id=\"p1\"><rpid:activities><rpid:" + activity + "/></rpid:activities></dm:person>";
        return "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\" "
                + "xmlns:rpid=\"urn:ietf:params:xml:ns:pidf:rpid\" entity=\"sip:" + ROMEO + "\"><tuple id=\"desk\"><status><basic>" + basic
                + "</basic></status></tuple>" + person + "</presence>";
    }
}
