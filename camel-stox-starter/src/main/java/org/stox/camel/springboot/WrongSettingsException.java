package org.stox.camel.springboot;

import java.util.List;

/** Settings that stop the start, as one sentence a problem. */
public final class WrongSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public WrongSettingsException(List<String> problems) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
