package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parameter of a header field (RFC 3261 §7.3.1): {@code ;name} or {@code ;name=value}.
 *
 * @param value as it is written, so a quoted string keeps its quotes
 */
public record HeaderParameter(String name, Optional<String> value) {

    public HeaderParameter {
        if (!SipTokens.isToken(name)) {
            throw new SipSyntaxException("Bad parameter name");
        }
        if (value.isPresent() && !SipTokens.isParameterValue(value.get())) {
            throw new SipSyntaxException("Bad value of parameter " + name);
        }
    }

    /** A parameter with this text as value, quoted if it is no token. */
    public static HeaderParameter of(String name, String text) {
        return new HeaderParameter(name, Optional.of(SipTokens.isToken(text) ? text : SipTokens.quote(text)));
    }

    public static HeaderParameter flag(String name) {
        return new HeaderParameter(name, Optional.empty());
    }

    /** The value without quotes and escapes. */
    public Optional<String> text() {
        return value.map(SipTokens::unquote);
    }

    @Override
    public String toString() {
        return value.isPresent() ? name + "=" + value.get() : name;
    }

    static Optional<HeaderParameter> find(List<HeaderParameter> parameters, String name) {
        for (var p : parameters) {
            if (p.name.equalsIgnoreCase(name)) {
                return Optional.of(p);
            }
        }
        return Optional.empty();
    }

    /** A copy in which the parameters of that name are replaced by this one, in the place of the first, else at the end. */
    static List<HeaderParameter> with(List<HeaderParameter> parameters, HeaderParameter added) {
        var all = new ArrayList<HeaderParameter>(parameters.size() + 1);
        boolean placed = false;
        for (var p : parameters) {
            if (!p.name.equalsIgnoreCase(added.name)) {
                all.add(p);
            } else if (!placed) {
                all.add(added);
                placed = true;
            }
        }
        if (!placed) {
            all.add(added);
        }
        return all;
    }
}
