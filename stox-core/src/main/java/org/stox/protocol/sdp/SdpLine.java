package org.stox.protocol.sdp;

import java.util.Optional;

/** One line (RFC 8866 §5): {@code type=value}, the value as written. */
public record SdpLine(char type, String value) {

    public SdpLine {
        if (type < 'a' || type > 'z' || !SdpTokens.isText(value)) {
            throw new SdpException("Bad line in SDP");
        }
    }

    /** {@code a=name:value}. */
    public static SdpLine attribute(String name, String value) {
        return new SdpLine('a', name + ':' + value);
    }

    /** {@code a=name}. */
    public static SdpLine flag(String name) {
        return new SdpLine('a', name);
    }

    /** It is this attribute; names of attributes are compared with case (RFC 8866 §5.13). */
    boolean isAttribute(String name) {
        return type == 'a' && value.startsWith(name) && (value.length() == name.length() || value.charAt(name.length()) == ':');
    }

    /** What stands behind the colon of an attribute. */
    Optional<String> attributeValue() {
        int colon = value.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(value.substring(colon + 1));
    }

    @Override
    public String toString() {
        return type + "=" + value;
    }
}
