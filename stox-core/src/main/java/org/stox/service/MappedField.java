package org.stox.service;

/** One line of an explanation: what became of a field, and which row of which table says so. Empty where there was or is nothing. */
public record MappedField(String field, String from, String to, String rule) { }
