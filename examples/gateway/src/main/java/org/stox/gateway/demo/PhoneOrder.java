package org.stox.gateway.demo;

/** One line to the phone's process: a MESSAGE to send. */
record PhoneOrder(String id, String to, String subject, String language, String type, String body) { }
