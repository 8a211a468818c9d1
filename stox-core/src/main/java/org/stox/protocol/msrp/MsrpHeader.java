package org.stox.protocol.msrp;

/** A header field (RFC 4975 §9). Names are compared without case, values are kept as written. */
public record MsrpHeader(String name, String value) {

    public MsrpHeader {
        if (!MsrpTokens.isToken(name)) {
            throw new MsrpSyntaxException("Bad header name");
        }
        if (!MsrpTokens.isText(value)) {
            throw new MsrpSyntaxException("Bad value of " + name);
        }
    }

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
