package org.stox.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.stox.error.ErrorMapping;
import org.stox.service.MappingPolicy;
import org.stox.service.chat.ChatMode;
import org.stox.service.pager.Receipts;
import org.stox.service.presence.PresencePolicy.Watchers;
import org.stox.settings.StoxSettings.Im.Answer;
import org.stox.settings.StoxSettings.Reading;

/** One check of all settings: collects every problem, so that an operator meets them at once. */
final class SettingsCheck {

    private static final String ENVIRONMENT_PREFIX = "STOX_";
    private static final int ACCEPTED = 200;
    private static final String HOME = "stox.home";

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, Object> checked = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    SettingsCheck(Map<String, String> given) {
        given.forEach((name, value) -> {
            if (name.startsWith(StoxSettings.PREFIX) && !name.equals(HOME) || name.startsWith(ENVIRONMENT_PREFIX)) {
                values.put(name, value.trim());
            }
        });
    }

    Reading reading() {
        StoxSettings.LIST.forEach(this::checkOne);
        var errors = errors();
        for (var name : values.keySet()) {
            if (!name.startsWith(StoxSettings.ERROR) && StoxSettings.LIST.stream().noneMatch(s -> s.name().equals(name))) {
                problems.add(unknown(name));
            }
        }
        checkDomains();
        return problems.isEmpty() ? new Reading.Good(settings(errors)) : new Reading.Bad(problems);
    }

    MappingPolicy policy() {
        List.of(SettingTable.DOMAIN, SettingTable.XMPP_DOMAINS, SettingTable.SIP_DOMAIN, SettingTable.IM_ACCEPTED, SettingTable.IM_MAX,
                SettingTable.IM_CORRECTION).forEach(this::checkOne);
        var errors = errors();
        checkDomains();
        refuse();
        var domain = take(SettingTable.DOMAIN).orElseThrow();
        return new MappingPolicy(domain, take(SettingTable.SIP_DOMAIN).orElse(domain), take(SettingTable.XMPP_DOMAINS).orElseThrow(),
                take(SettingTable.IM_MAX).orElse(MappingPolicy.MESSAGE_MAX), take(SettingTable.IM_ACCEPTED).orElse(ACCEPTED),
                ErrorMapping.DEFAULT.with(errors).by(domain), take(SettingTable.IM_CORRECTION).orElse(MappingPolicy.CORRECTION));
    }

    Watchers watchers() {
        return only(SettingTable.PRESENCE_WATCHERS).orElse(Watchers.ASK);
    }

    Receipts receipts() {
        return only(SettingTable.RECEIPTS).orElse(Receipts.ALL);
    }

    ChatMode chat() {
        return only(SettingTable.CHAT).orElse(ChatMode.AUTO);
    }

    private <T> Optional<T> only(Setting<T> setting) {
        checkOne(setting);
        refuse();
        return take(setting);
    }

    private void refuse() {
        if (!problems.isEmpty()) {
            throw new SettingException(String.join(" ", problems));
        }
    }

    ErrorMapping errorMapping() {
        checkOne(SettingTable.DOMAIN);
        var mapping = ErrorMapping.DEFAULT.with(errors());
        return take(SettingTable.DOMAIN).map(mapping::by).orElse(mapping);
    }

    private void checkOne(Setting<?> setting) {
        var value = values.get(setting.name());
        if (value == null || value.isEmpty() && setting.required()) {
            if (setting.required()) {
                problems.add(setting.name() + (value == null ? " is missing" : " is empty") + ": it must be " + setting.right() + ".");
            }
            return;
        }
        try {
            if (value.isEmpty()) {
                throw new SettingException("is empty");
            }
            checked.put(setting.name(), setting.parser().apply(value));
        } catch (SettingException e) {
            problems.add(setting.name() + (setting.secret() || value.isEmpty() ? "" : "=" + value) + " " + e.getMessage()
                    + ": it must be " + setting.right() + ".");
        }
    }

    private Map<String, String> errors() {
        var errors = new TreeMap<String, String>();
        values.forEach((name, value) -> {
            if (name.startsWith(StoxSettings.ERROR)) {
                ErrorOverride.problem(name, value).ifPresentOrElse(problems::add,
                        () -> errors.put(name.substring(StoxSettings.ERROR.length()), value));
            }
        });
        return errors;
    }

    private static String unknown(String name) {
        var names = StoxSettings.LIST.stream().map(name.startsWith(StoxSettings.PREFIX) ? Setting::name : Setting::environmentName).toList();
        return name + " is unknown: " + NearestName.of(name, names).map(n -> "did you mean " + n + "?")
                .orElse("remove it, or take a name from the list of settings in README.md.");
    }

    /** The two sides must not share a domain, or a message could come back as its own answer (RFC 7247 §8). */
    private void checkDomains() {
        var xmpp = take(SettingTable.XMPP_DOMAINS);
        for (var setting : List.of(SettingTable.DOMAIN, SettingTable.SIP_DOMAIN)) {
            var domain = take(setting);
            if (domain.isPresent() && xmpp.isPresent() && xmpp.get().contains(domain.get())) {
                problems.add(setting.name() + "=" + domain.get() + " is also in " + StoxSettings.XMPP_DOMAINS
                        + ": a domain is either of SIP users or of XMPP users, so it must stand in one of the two only.");
            }
        }
    }

    private StoxSettings settings(Map<String, String> errors) {
        var domain = take(SettingTable.DOMAIN).orElseThrow();
        return new StoxSettings(domain,
                new StoxSettings.Xmpp(take(SettingTable.XMPP_SERVER).orElseThrow(), take(SettingTable.XMPP_SECRET).orElseThrow(),
                        take(SettingTable.XMPP_DOMAINS).orElseThrow()),
                new StoxSettings.Sip(take(SettingTable.SIP_LISTEN).orElseThrow(), take(SettingTable.SIP_PEER).orElseThrow(),
                        take(SettingTable.SIP_DOMAIN).orElse(domain), take(SettingTable.SIP_TRUSTED).orElse(List.of()),
                        take(SettingTable.SIP_ADVERTISE)),
                new StoxSettings.Im(take(SettingTable.IM_ANSWER).orElse(Answer.FENCE), take(SettingTable.IM_ACCEPTED).orElse(ACCEPTED),
                        take(SettingTable.IM_MAX).orElse(MappingPolicy.MESSAGE_MAX),
                        take(SettingTable.IM_CORRECTION).orElse(MappingPolicy.CORRECTION)),
                take(SettingTable.PRESENCE_WATCHERS).orElse(Watchers.ASK), errors, take(SettingTable.ROUTES).orElse(List.of("gateway.yaml")));
    }

    @SuppressWarnings("unchecked")      // put there under its name by the parser of the same setting
    private <T> Optional<T> take(Setting<T> setting) {
        return Optional.ofNullable((T) checked.get(setting.name()));
    }
}
