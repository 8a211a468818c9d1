package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.ErrorMapping;
import org.stox.error.Refusal;
import org.stox.gateway.TranslateCommand.ChatForm;
import org.stox.protocol.Octets;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.RequestChecks;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipProfile;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.sip.Via;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaException;
import org.stox.service.IdSource;
import org.stox.service.MappedField;
import org.stox.service.MappingPolicy;
import org.stox.service.NotServed;
import org.stox.service.chat.ChatService;
import org.stox.service.presence.PresencePolicy;
import org.stox.service.presence.PresenceService;
import org.stox.settings.StoxSettings;

/** One message as the gateway would map it, without a network; without settings the domains are those of the message itself. */
final class Translator {

    private static final List<String> ACCEPT = List.of("text/plain", "text/html", "message/cpim", "application/im-iscomposing+xml",
            "message/imdn+xml", Pidf.CONTENT_TYPE, "application/sdp");
    private static final List<String> METHODS = Stream.concat(Stream.of("MESSAGE", "SUBSCRIBE", "NOTIFY"), ChatService.METHODS.stream()).toList();
    private static final String TAG = "stox";
    private static final String MARK = Via.COOKIE + "-stox";

    /** What the transaction adds, with the address of nobody: a request without it is none. */
    private static final String VIA = "SIP/2.0/UDP stox.invalid;branch=z9hG4bK";

    private final Optional<MappingPolicy> settings;
    private final PresencePolicy presencePolicy;
    private final ChatForm chat;
    private int made;
    private final IdSource ids = () -> "stox" + ++made;     // the same each time, for reports and tests

    Translator(Optional<StoxSettings> settings, ChatForm chat) {
        this.settings = settings.map(StoxSettings::policy);
        this.presencePolicy = settings.map(StoxSettings::presence).orElse(PresencePolicy.DEFAULT);
        this.chat = chat;
    }

    Translation translate(byte[] pasted) {
        if (new String(pasted, StandardCharsets.ISO_8859_1).isBlank()) {
            return new Translation.Refused("There is nothing on standard input: it must be a SIP or MSRP message or a stanza", Optional.empty());
        }
        try {
            if (PastedMessage.isXml(pasted)) {
                return element(PastedMessage.element(pasted));
            }
            if (PastedMessage.isMsrp(pasted)) {
                return msrp(PastedMessage.msrp(pasted));
            }
            var reading = PastedMessage.sip(pasted);
            if (reading instanceof SipCodec.Reading.Bad bad) {
                return new Translation.Refused(bad.status() + " " + bad.reason(), bad.request().map(r ->
                        PastedMessage.shown(ErrorMapping.DEFAULT.toSip(Refusal.sip(bad.status(), bad.reason()).reason(), r))));
            }
            var message = ((SipCodec.Reading.Good) reading).message();
            return message instanceof SipRequest request ? request(request) : response((SipResponse) message);
        } catch (StanzaException e) {
            return new Translation.Refused(e.getMessage(), Optional.empty());
        }
    }

    private Translation request(SipRequest request) {
        var errors = settings.map(MappingPolicy::errors).orElse(ErrorMapping.DEFAULT);
        try {
            var policy = settings.isPresent() ? settings.get() : policyOf(request);
            if (request.method().equals("ACK")) {
                return new ChatTranslator(policy, ids, this::shown).request(request);
            }
            var profile = new SipProfile(METHODS, ACCEPT, List.of("presence"), policy.xmppDomains());
            var verdict = RequestChecks.check(request, profile, MARK, TAG);
            if (verdict instanceof RequestChecks.Verdict.Drop drop) {
                return new Translation.Dropped(drop.reason());
            }
            if (verdict instanceof RequestChecks.Verdict.Answer answer) {
                var response = answer.response();
                if (response.status() < 300) {
                    return new Translation.Answered(response.status() + " " + response.reason(), PastedMessage.shown(response));
                }
                return new Translation.Refused(response.status() + " " + response.reason(), Optional.of(PastedMessage.shown(response)));
            }
            if (PresenceService.takes(request.method())) {
                return new PresenceTranslator(policy, presencePolicy, ids, this::shown).request(request);
            }
            return ChatTranslator.isOfSession(request) ? new ChatTranslator(policy, ids, this::shown).request(request)
                    : new PagerTranslator(policy, ids, this::shown).request(request);
        } catch (Refusal e) {
            return new Translation.Refused(e.getMessage(), Optional.of(PastedMessage.shown(errors.toSip(e.reason(), request))));
        } catch (AddressException | SipSyntaxException e) {
            return new Translation.Refused(e.getMessage(), Optional.empty());
        }
    }

    private Translation element(XmlElement element) {
        try {
            return stanza(StanzaCodec.read(element));
        } catch (StanzaException e) {
            return StanzaCodec.error(element, e.error())
                    .map(a -> new Translation.Refused(e.getMessage(), Optional.of(PastedMessage.shown(a))))
                    .orElseGet(() -> new Translation.Refused(e.getMessage() + " (" + e.error().condition().elementName()
                            + "), and there is nobody who could be told", Optional.empty()));
        }
    }

    private Translation stanza(Stanza stanza) {
        var errors = settings.map(MappingPolicy::errors).orElseGet(() -> ErrorMapping.DEFAULT.by(stanza.to().domain()));
        try {
            if (stanza instanceof PresenceStanza presence) {
                return new PresenceTranslator(policyOf(stanza), presencePolicy, ids, this::shown).stanza(presence);
            }
            if (stanza.isError()) {
                return error(stanza, errors);
            }
            if (NotServed.dropped(stanza)) {
                return new Translation.Dropped("It asks for nothing");
            }
            if (!(stanza instanceof MessageStanza message)) {
                throw NotServed.refusal(stanza);
            }
            return chat == ChatForm.session && ChatTranslator.isOfSession(message)
                    ? new ChatTranslator(policyOf(stanza), ids, this::shown).stanza(message)
                    : new PagerTranslator(policyOf(stanza), ids, this::shown).stanza(message);
        } catch (Refusal e) {
            return new Translation.Refused(e.getMessage(), StanzaCodec.error(stanza, errors.toXmpp(e.reason())).map(PastedMessage::shown));
        } catch (AddressException e) {
            return new Translation.Refused(e.getMessage(), Optional.empty());
        }
    }

    /** An error has no other form of its own: it is the final response of the request that it answers (RFC 7247 §7.1). */
    private static Translation error(Stanza stanza, ErrorMapping errors) {
        var error = StanzaCodec.errorOf(stanza).orElseThrow();
        var response = errors.toSip(Refusal.xmpp(error, stanza.from().isBare()).reason(), new SipRequest("MESSAGE",
                SipUri.of("user", "stox.invalid"), List.of(), Octets.NONE));
        return new Translation.Translated("SIP/2.0 " + response.status() + " " + response.reason() + "\n",
                List.of(new MappedField("error", error.condition().elementName(), Integer.toString(response.status()), errors.ruleToSip(error))));
    }

    /** RFC 7247 §7.2: the error of the stanza that was sent; a success says nothing. */
    private Translation response(SipResponse response) {
        if (PresenceTranslator.isPresence(response)) {
            try {
                return new PresenceTranslator(settings.orElseGet(() -> MappingPolicy.of(host(response, "To"), host(response, "From"))), presencePolicy, ids,
                        this::shown).response(response);
            } catch (Refusal | AddressException | SipSyntaxException e) {
                return new Translation.Refused(e.getMessage(), Optional.empty());
            }
        }
        if (ChatTranslator.isOfSession(response)) {
            try {
                var policy = settings.orElseGet(() -> MappingPolicy.of(host(response, "To"), host(response, "From")));
                return new ChatTranslator(policy, ids, this::shown).response(response, jid(policy, response, "To"), jid(policy, response, "From"));
            } catch (Refusal | AddressException | SipSyntaxException e) {
                return new Translation.Refused(e.getMessage(), Optional.empty());
            }
        }
        var errors = settings.map(MappingPolicy::errors).orElse(ErrorMapping.DEFAULT);
        if (response.status() < 300) {
            return new Translation.Dropped("A " + response.status() + " says that the message went through, and XMPP has no word for that");
        }
        var contacts = response.headers("Contact").stream().flatMap(c -> NameAddr.readAll(c).stream()).map(a -> a.uri().toString()).toList();
        var error = errors.toXmpp(new Refusal.Reason(java.util.OptionalInt.of(response.status()), contacts, List.of(), Optional.empty(), false,
                Optional.of(response.reason())));
        return new Translation.Translated(PastedMessage.shown(error), List.of(new MappedField("status",
                Integer.toString(response.status()), error.condition().elementName(), errors.ruleToXmpp(response.status()))));
    }

    /** Its paths name hosts, not users: they are made up, and so are the domains without settings. */
    private Translation msrp(PastedMsrp pasted) {
        var policy = settings.orElseGet(() -> MappingPolicy.of("sip.example.com", "example.com"));
        try {
            return new ChatTranslator(policy, ids, this::shown).msrp(pasted, new Jid(Optional.of("romeo"), policy.domain(), Optional.empty()),
                    new Jid(Optional.of("juliet"), policy.xmppDomains().iterator().next(), Optional.empty()));
        } catch (Refusal e) {
            return new Translation.Refused(e.getMessage(), Optional.empty());
        }
    }

    private static Jid jid(MappingPolicy policy, SipMessage message, String header) {
        return policy.jid(((SipUri) NameAddr.read(message.header(header).orElse("")).uri()).aor());
    }

    private MappingPolicy policyOf(Stanza stanza) {
        return settings.orElseGet(() -> MappingPolicy.of(stanza.to().domain(), stanza.from().domain()));
    }

    /** In a dialog the Request-URI is the Contact of the gateway, and To the user's address. */
    private static MappingPolicy policyOf(SipRequest request) {
        if (!(request.uri() instanceof SipUri to)) {
            throw Refusal.sip(416, "Unsupported URI Scheme");
        }
        return MappingPolicy.of(host(request, "From"), SipDialog.tag(request, "To").isPresent() ? host(request, "To") : to.host());
    }

    private static String host(SipMessage message, String header) {
        if (NameAddr.read(message.header(header).orElse("")).uri() instanceof SipUri uri) {
            return uri.host();
        }
        throw Refusal.sip(403, header + " is no sip URI");
    }

    /** As it would leave. */
    private String shown(SipRequest request) {
        return PastedMessage.shown(request.withFirst("Via", VIA + ids.next()));
    }
}
