package org.stox.address;

/** A URI of a scheme that RFC 7247 does not map, such as tel or http (RFC 3261 §8.2.2.1: 416 as a target). */
public record OtherUri(String schemeName, String rest) implements Uri {

    @Override
    public String toString() {
        return schemeName + ":" + rest;
    }
}
