package org.stox.protocol.msrp;

import java.util.List;
import java.util.Optional;

/** An MSRP request, its body apart, or a response (RFC 4975 §7). */
public sealed interface MsrpMessage permits MsrpRequest, MsrpResponse {

    /** The transaction id. */
    String transaction();

    /** To-Path. */
    MsrpPath to();

    /** From-Path. */
    MsrpPath from();

    /** All other header fields in their order, unknown ones too. */
    List<MsrpHeader> headers();

    /** The value of the first header field of that name. */
    default Optional<String> header(String name) {
        for (var h : headers()) {
            if (h.is(name)) {
                return Optional.of(h.value());
            }
        }
        return Optional.empty();
    }
}
