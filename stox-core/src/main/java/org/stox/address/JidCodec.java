package org.stox.address;

/** Text to {@link Jid} by RFC 7622 §3: PRECIS UsernameCaseMapped, IDNA 2008 and OpaqueString. */
final class JidCodec {

    private JidCodec() {
    }

    static Jid read(String text) {
        throw new AddressException("skeleton: " + text);
    }
}
