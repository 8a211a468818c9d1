package org.stox.protocol.msrp;

import java.util.Optional;

/**
 * A request whose frame is whole but whose head cannot be used; the stream goes on behind it.
 *
 * @param reason what is wrong
 * @param answer 400 if it is owed: not for a response, a REPORT, or Failure-Report: no
 */
public record Malformed(String transaction, String reason, Optional<MsrpResponse> answer) { }
