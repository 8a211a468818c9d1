package org.stox.scenarios.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.roster.RosterListener;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/**
 * The contacts of a user as a client library (Smack's roster) has and shows them, and what the user shows them. Who asks to see the user
 * waits for a decision. Waits end as soon as what they wait for is there.
 */
public final class ContactList implements AutoCloseable {

    /** A change is held back for 5 s at most; a silent peer is given up after 32 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final XmppClient client;
    private final Roster roster;
    private final List<Presence> heard = new ArrayList<>();

    private ContactList(XmppClient client) {
        this.client = client;
        this.roster = Roster.getInstanceFor(client.connection());
        roster.setRosterLoadedAtLogin(true);
        roster.setSubscriptionMode(Roster.SubscriptionMode.manual);
        roster.addRosterListener(new Changes());
        client.connection().addSyncStanzaListener(stanza -> changed((Presence) stanza), StanzaTypeFilter.PRESENCE);
    }

    /** The user is available from then on. */
    public static ContactList login(XmppServer server, String user, String resource) {
        var client = XmppClient.create(server, XmppServer.DOMAIN, user, resource);
        var contacts = new ContactList(client);
        client.login();
        return contacts;
    }

    public String address() {
        return client.address();
    }

    /** Adds a contact and asks to see it, as a click on "add contact" does. */
    public void adds(String contact) {
        try {
            roster.createEntry(jid(contact), null, null);
        } catch (SmackException | XMPPException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    /** A subscription request, or the answer to one, or its end. */
    public void sends(Presence.Type type, String contact) {
        var presence = new Presence(type);
        presence.setTo(jid(contact));
        client.send(presence);
    }

    /** What all who may see the user are shown from now on. */
    public void is(Presence.Mode mode, String status, int priority) {
        client.send(new Presence(Presence.Type.available, status, priority, mode));
    }

    /** Leaves, and keeps the stream. */
    public void leaves() {
        client.send(new Presence(Presence.Type.unavailable));
    }

    /** Waits until each of the contact's resources that are there is shown so, and no other is: {@code away "at lunch" 5}. */
    public void shows(String contact, String... resources) {
        var expected = Arrays.stream(resources).sorted().toList();
        await(() -> shown(contact).equals(expected), () -> contact + " is shown as " + shown(contact) + " instead of " + expected);
    }

    /** Waits until none of the contact's resources is shown as there. */
    public void showsOffline(String contact) {
        shows(contact);
    }

    /** Waits until the list has the contact so: none, to, from or both. */
    public void has(String contact, String subscription) {
        await(() -> subscription(contact).equals(subscription), () -> contact + " is " + subscription(contact) + ", not " + subscription);
    }

    /** Waits until so many presence stanzas of that type have come from the contact, whatever its resource. */
    public void hears(int count, Presence.Type type, String contact) {
        await(() -> heard(type, contact) >= count, () -> "not heard " + count + " times: " + type + " from " + contact);
    }

    /** How many presence stanzas of that type have come from the contact up to now. */
    public int heard(Presence.Type type, String contact) {
        synchronized (heard) {
            return (int) heard.stream().filter(p -> p.getType() == type && p.getFrom() != null
                    && p.getFrom().asBareJid().equals(jid(contact)))
                    .count();
        }
    }

    /** The answers and requests that have come from the contact, in their order. */
    public List<Presence.Type> decisions(String contact) {
        synchronized (heard) {
            return heard.stream().filter(p -> p.getFrom() != null && p.getFrom().asBareJid().equals(jid(contact))).map(Presence::getType)
                    .filter(t -> t != Presence.Type.available && t != Presence.Type.unavailable).toList();
        }
    }

    public XmppClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }

    private List<String> shown(String contact) {
        return roster.getAvailablePresences(jid(contact)).stream().map(ContactList::text).sorted().toList();
    }

    private static String text(Presence presence) {
        return presence.getMode() + (presence.getStatus() == null ? "" : " \"" + presence.getStatus() + '"')
                + (presence.getPriority() > 0 ? " " + presence.getPriority() : "");
    }

    private String subscription(String contact) {
        var entry = roster.getEntry(jid(contact));
        return entry == null || entry.getType() == null ? "none" : entry.getType().name();
    }

    private void await(Supplier<Boolean> condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (heard) {
            while (!condition.get()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError(otherwise.get() + "; heard: " + heard.stream().map(p -> p.toXML(null).toString()).toList());
                }
                try {
                    heard.wait(left);
                } catch (InterruptedException e) {
                    throw RealProcess.interrupted(e);
                }
            }
        }
    }

    private void changed(Presence presence) {
        synchronized (heard) {
            heard.add(presence);
            heard.notifyAll();
        }
    }

    private void changed() {
        synchronized (heard) {
            heard.notifyAll();
        }
    }

    private static BareJid jid(String contact) {
        try {
            return JidCreate.bareFrom(contact);
        } catch (XmppStringprepException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The roster has changed; a stanza may be heard before it has. */
    private final class Changes implements RosterListener {

        @Override
        public void entriesAdded(Collection<Jid> addresses) {
            changed();
        }

        @Override
        public void entriesUpdated(Collection<Jid> addresses) {
            changed();
        }

        @Override
        public void entriesDeleted(Collection<Jid> addresses) {
            changed();
        }

        @Override
        public void presenceChanged(Presence presence) {
            changed();
        }
    }
}
