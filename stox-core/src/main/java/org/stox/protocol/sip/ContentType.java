package org.stox.protocol.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Content-Type, or one range of Accept (RFC 3261 §20.15, §20.1): {@code type/subtype;parameters}, as written. */
public record ContentType(String type, String subtype, List<HeaderParameter> parameters) {

    public ContentType {
        if (!SipTokens.isToken(type) || !SipTokens.isToken(subtype)) {
            throw new SipSyntaxException("Bad Content-Type");
        }
        parameters = List.copyOf(parameters);
    }

    public static ContentType read(String value) {
        var scan = new Scan(value);
        String type = scan.blank().token("Bad Content-Type");
        scan.expect('/', "Bad Content-Type");
        String subtype = scan.token("Bad Content-Type");
        var parameters = scan.parameters("Bad parameter in Content-Type");
        scan.end("Content-Type");
        return new ContentType(type, subtype, parameters);
    }

    /** {@code type/subtype} in lower case: what is compared. */
    public String essence() {
        return (type + '/' + subtype).toLowerCase(Locale.ROOT);
    }

    /** Compared without case and without parameters. */
    public boolean is(String essence) {
        return essence().equalsIgnoreCase(essence);
    }

    /** The value of a parameter without quotes; names are compared without case. */
    public Optional<String> parameter(String name) {
        return HeaderParameter.find(parameters, name).flatMap(HeaderParameter::text);
    }

    public Optional<String> charset() {
        return parameter("charset");
    }

    @Override
    public String toString() {
        var text = new StringBuilder(type).append('/').append(subtype);
        parameters.forEach(p -> text.append(';').append(p));
        return text.toString();
    }
}
