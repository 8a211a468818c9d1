package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A position in a header field value, moved forward by the rules of RFC 3261 §25.1. Values are unfolded before. */
final class Scan {

    final String text;
    int at;

    Scan(String text) {
        this.text = text;
    }

    boolean done() {
        return at >= text.length();
    }

    int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    Scan blank() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return this;
    }

    /** Takes {@code c} and the blanks around it, if it is what comes next: EQUAL, SEMI, SLASH, COMMA, COLON. */
    boolean take(char c) {
        int before = at;
        if (blank().peek() == c) {
            at++;
            blank();
            return true;
        }
        at = before;
        return false;
    }

    void expect(char c, String otherwise) {
        if (!take(c)) {
            throw new SipSyntaxException(otherwise);
        }
    }

    String token(String otherwise) {
        int from = at;
        passToken(otherwise);
        return text.substring(from, at);
    }

    /** Goes over a token that nobody wants to have. */
    void passToken(String otherwise) {
        int from = at;
        while (at < text.length() && SipTokens.isTokenChar(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw new SipSyntaxException(otherwise);
        }
    }

    String quoted(String otherwise) {
        int end = SipTokens.quotedEnd(text, at);
        if (end < 0) {
            throw new SipSyntaxException(otherwise);
        }
        String quoted = text.substring(at, end);
        at = end;
        return quoted;
    }

    /** Token, host or quoted string. */
    String value(String otherwise) {
        if (peek() == '"') {
            return quoted(otherwise);
        }
        int from = at;
        while (at < text.length() && SipTokens.isValueChar(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw new SipSyntaxException(otherwise);
        }
        return text.substring(from, at);
    }

    /** What is left of a value: {@code *(SEMI name [EQUAL value])}. */
    List<HeaderParameter> parameters(String otherwise) {
        if (!take(';')) {
            return List.of();
        }
        var parameters = new ArrayList<HeaderParameter>(4);
        do {
            parameters.add(parameter(otherwise));
        } while (take(';'));
        return parameters;
    }

    HeaderParameter parameter(String otherwise) {
        return new HeaderParameter(token(otherwise), take('=') ? Optional.of(value(otherwise)) : Optional.empty());
    }

    void end(String field) {
        if (!blank().done()) {
            throw new SipSyntaxException("Bad " + field);
        }
    }
}
