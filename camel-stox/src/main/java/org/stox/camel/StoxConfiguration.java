package org.stox.camel;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.service.MappingPolicy;
import org.stox.service.chat.ChatMode;
import org.stox.service.chat.ChatPolicy;
import org.stox.service.im.AccountPair;
import org.stox.service.pager.Receipts;
import org.stox.service.presence.PresencePolicy;
import org.stox.settings.StoxSettings;

/** The options of {@code stox:}. One that is not set takes the setting of the context of the same meaning ({@link StoxSettings}). */
@UriParams
public class StoxConfiguration implements Cloneable {

    @UriParam(label = "common")
    @Metadata(description = "The XMPP domain of the SIP users: the component's domain. The setting stox.domain, if not set. "
            + "The same for all doors of a context: set it on the component. Only stox:im may have its own")
    private String domain;
    @UriParam(label = "common")
    @Metadata(description = "What the SIP side calls its domain. The setting stox.sip.domain, if not set, else the domain. "
            + "The same for all doors of a context: set it on the component. Only stox:im may have its own")
    private String sipDomain;
    @UriParam(label = "common")
    @Metadata(description = "The XMPP domains whose users may use the gateway, with commas between. The setting stox.xmpp.domains, "
            + "if not set. The same for all doors of a context: set it on the component. Only stox:im may have its own")
    private String domains;
    @UriParam(label = "common", defaultValue = "1300")
    @Metadata(description = "The largest MESSAGE in bytes. The setting stox.im.max, if not set")
    private Integer messageMax;
    @UriParam(label = "advanced", enums = "ask,allow")
    @Metadata(description = "Whether an XMPP user is asked who of SIP may watch him, or his server's roster alone decides. The setting "
            + "stox.presence.watchers, if not set, else ask. The same for all doors of a context: set it on the component")
    private String watchers;
    @UriParam(label = "advanced", enums = "all,contacts")
    @Metadata(description = "Who is told that his message has come or was seen: whoever asked, or only who may see the presence of whom he wrote to. "
            + "The setting stox.receipts, if not set, else all. The same for all doors of a context: set it on the component")
    private String receipts;
    @UriParam(label = "advanced", enums = "auto,msrp,pager")
    @Metadata(description = "How a chat reaches a SIP user: by an MSRP session where he can have one, else by MESSAGE (auto), or by one of them "
            + "only. The setting stox.chat, if not set, else auto. The same for all doors of a context: set it on the component")
    private String chat;
    @UriParam(label = "producer")
    @Metadata(description = "With stox:im, the account that stands for the SIP user in XMPP, as a bare JID; with sipTarget and xmppTarget")
    private String account;
    @UriParam(label = "producer")
    @Metadata(description = "With stox:im and account, the SIP user, as a sip URI")
    private String sipTarget;
    @UriParam(label = "producer")
    @Metadata(description = "With stox:im and account, the XMPP user, as a bare JID")
    private String xmppTarget;

    /** The policy of these options and the settings of the context; throws with one sentence a problem. */
    MappingPolicy policy(CamelContext context) {
        var values = new TreeMap<String, String>();
        setting(values, context, StoxSettings.DOMAIN, domain);
        setting(values, context, StoxSettings.SIP_DOMAIN, sipDomain);
        setting(values, context, StoxSettings.XMPP_DOMAINS, domains);
        setting(values, context, StoxSettings.IM_MAX, messageMax);
        setting(values, context, StoxSettings.IM_ACCEPTED, null);
        setting(values, context, StoxSettings.IM_CORRECTION, null);
        // by entrySet, as the forEach of these properties sees nothing
        context.getPropertiesComponent().loadProperties(name -> name.startsWith(StoxSettings.ERROR)).entrySet()
                .forEach(e -> values.put(e.getKey().toString(), e.getValue().toString()));
        return StoxSettings.policy(values);
    }

    /** What presence goes by, likewise. */
    PresencePolicy presence(CamelContext context) {
        var values = new TreeMap<String, String>();
        setting(values, context, StoxSettings.PRESENCE_WATCHERS, watchers);
        var d = PresencePolicy.DEFAULT;
        return new PresencePolicy(d.expires(), d.minExpires(), d.interval(), d.away(), d.contacts(), StoxSettings.watchers(values),
                new OwnContact(context));
    }

    /** What chats go by, likewise. */
    ChatPolicy chat(CamelContext context, OwnMedia media) {
        var d = ChatPolicy.DEFAULT;
        return new ChatPolicy(chatMode(context), d.idle(), d.patience(), d.messageMax(), Optional.of(media), new OwnContact(context));
    }

    Receipts receipts(CamelContext context) {
        var values = new TreeMap<String, String>();
        setting(values, context, StoxSettings.RECEIPTS, receipts);
        return StoxSettings.receipts(values);
    }

    ChatMode chatMode(CamelContext context) {
        var values = new TreeMap<String, String>();
        setting(values, context, StoxSettings.CHAT, chat);
        return StoxSettings.chat(values);
    }

    /** Refuses on an endpoint what is one for all doors of a context, whose sessions are the component's: nothing would come of it. */
    void checkShared(StoxConfiguration component, String uri) {
        checkShared(uri, "watchers", StoxSettings.PRESENCE_WATCHERS, watchers, component.watchers);
        checkShared(uri, "receipts", StoxSettings.RECEIPTS, receipts, component.receipts);
        checkShared(uri, "chat", StoxSettings.CHAT, chat, component.chat);
    }

    /** The same for the domains of what has sessions. A conversion in place has none, so it may have its own. */
    void checkDomains(StoxConfiguration component, String uri) {
        checkShared(uri, "domain", StoxSettings.DOMAIN, domain, component.domain);
        checkShared(uri, "sipDomain", StoxSettings.SIP_DOMAIN, sipDomain, component.sipDomain);
        checkShared(uri, "domains", StoxSettings.XMPP_DOMAINS, domains, component.domains);
    }

    private static void checkShared(String uri, String option, String setting, String own, String shared) {
        if (!Objects.equals(own, shared)) {
            throw new IllegalArgumentException(uri + " has " + option + "=" + own + ", which is the same for all doors: set " + setting
                    + ", or it on the component");
        }
    }

    /** The pair, if one is given. */
    Optional<AccountPair> pair() {
        if (account == null && sipTarget == null && xmppTarget == null) {
            return Optional.empty();
        }
        if (account == null || sipTarget == null || xmppTarget == null) {
            throw new IllegalArgumentException("stox:im has only a part of a pair: account, sipTarget and xmppTarget must be there together");
        }
        if (!(SipUriCodec.read(sipTarget) instanceof SipUri target)) {
            throw new IllegalArgumentException("stox:im has sipTarget=" + sipTarget + ": it must be a sip URI, such as sip:romeo@example.net");
        }
        return Optional.of(new AccountPair(Jid.parse(account), target, Jid.parse(xmppTarget)));
    }

    private static void setting(Map<String, String> values, CamelContext context, String name, Object option) {
        var value = option == null ? context.resolvePropertyPlaceholders("{{?" + name + "}}") : option.toString();
        if (value != null && !value.isEmpty()) {
            values.put(name, value);
        }
    }

    StoxConfiguration copy() {
        try {
            return (StoxConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getDomain() {
        return domain;
    }

    public void setDomain(String domain) {
        this.domain = domain;
    }

    public String getSipDomain() {
        return sipDomain;
    }

    public void setSipDomain(String sipDomain) {
        this.sipDomain = sipDomain;
    }

    public String getDomains() {
        return domains;
    }

    public void setDomains(String domains) {
        this.domains = domains;
    }

    public Integer getMessageMax() {
        return messageMax;
    }

    public void setMessageMax(Integer messageMax) {
        this.messageMax = messageMax;
    }

    public String getWatchers() {
        return watchers;
    }

    public void setWatchers(String watchers) {
        this.watchers = watchers;
    }

    public String getReceipts() {
        return receipts;
    }

    public void setReceipts(String receipts) {
        this.receipts = receipts;
    }

    public String getChat() {
        return chat;
    }

    public void setChat(String chat) {
        this.chat = chat;
    }

    public String getAccount() {
        return account;
    }

    public void setAccount(String account) {
        this.account = account;
    }

    public String getSipTarget() {
        return sipTarget;
    }

    public void setSipTarget(String sipTarget) {
        this.sipTarget = sipTarget;
    }

    public String getXmppTarget() {
        return xmppTarget;
    }

    public void setXmppTarget(String xmppTarget) {
        this.xmppTarget = xmppTarget;
    }
}
