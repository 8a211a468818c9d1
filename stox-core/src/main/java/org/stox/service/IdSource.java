package org.stox.service;

/** Where fresh identifiers come from: passed in, so that mappings stay functions. */
public interface IdSource {

    /** A token of at least 64 random bits, made of letters and digits: a tag, the random part of a branch, a stanza id. */
    String next();
}
