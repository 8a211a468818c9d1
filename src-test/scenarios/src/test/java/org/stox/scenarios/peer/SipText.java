package org.stox.scenarios.peer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** A SIP message as text, read by the simplest rules that do: a second opinion on what our own code writes. */
public record SipText(String startLine, List<Header> headers, String body) {

    public record Header(String name, String value) { }

    public SipText {
        headers = List.copyOf(headers);
    }

    public static SipText read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        String head = (end < 0 ? text : text.substring(0, end)).replaceAll("\r\n[ \t]+", " ");
        var lines = head.split("\r\n");
        var headers = new ArrayList<Header>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(new Header(lines[i].substring(0, colon).trim(), lines[i].substring(colon + 1).trim()));
        }
        return new SipText(lines[0], headers, end < 0 ? "" : text.substring(end + 4));
    }

    /** A MESSAGE between two URIs as a proxy would send it on, without Via: the peer writes its own. */
    public static SipText message(String from, String to, String body) {
        String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return new SipText("MESSAGE " + to + " SIP/2.0", List.of(), body)
                .with("Max-Forwards", "70")
                .with("From", "<" + from + ">;tag=" + id)
                .with("To", "<" + to + ">")
                .with("Call-ID", id + "@phone.example")
                .with("CSeq", "1 MESSAGE")
                .with("Content-Type", "text/plain;charset=UTF-8");
    }

    /** The answer to this request, with what RFC 3261 §8.2.6.2 has copied. */
    public SipText answer(int status, String reason) {
        var copied = headers.stream().filter(h -> List.of("via", "from", "call-id", "cseq", "to").contains(h.name().toLowerCase()))
                .map(h -> h.name().equalsIgnoreCase("To") && status > 100 && !h.value().contains(";tag=")
                        ? new Header("To", h.value() + ";tag=peer") : h)
                .toList();
        return new SipText("SIP/2.0 " + status + " " + reason, copied, "");
    }

    /** One header more. */
    public SipText with(String name, String value) {
        var all = new ArrayList<>(headers);
        all.add(new Header(name, value));
        return new SipText(startLine, all, body);
    }

    /** The same without the headers of that name. */
    public SipText without(String name) {
        return new SipText(startLine, headers.stream().filter(h -> !h.name().equalsIgnoreCase(name)).toList(), body);
    }

    /** In place of the headers of that name. */
    public SipText replacing(String name, String value) {
        var all = new ArrayList<>(headers.stream().filter(h -> !h.name().equalsIgnoreCase(name)).toList());
        all.add(new Header(name, value));
        return new SipText(startLine, all, body);
    }

    /** The same with another method, in the first line and in CSeq. */
    public SipText asMethod(String method) {
        var changed = new SipText(method + startLine.substring(startLine.indexOf(' ')), headers, body);
        return changed.replacing("CSeq", header("CSeq").split(" ")[0] + " " + method);
    }

    SipText first(String name, String value) {
        var all = new ArrayList<>(headers);
        all.add(0, new Header(name, value));
        return new SipText(startLine, all, body);
    }

    public boolean request() {
        return !startLine.startsWith("SIP/2.0 ");
    }

    public String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    public String target() {
        return startLine.split(" ")[1];
    }

    public int status() {
        return Integer.parseInt(startLine.substring(8, 11));
    }

    public String reason() {
        return startLine.substring(12);
    }

    /** The first of that name; empty where there is none. */
    public String header(String name) {
        return headers.stream().filter(h -> h.name().equalsIgnoreCase(name)).map(Header::value).findFirst().orElse("");
    }

    public String tag(String name) {
        return parameter(header(name), "tag").orElse("");
    }

    /** Names the transaction: what a response has to repeat. */
    public String branch() {
        return parameter(header("Via"), "branch").orElse("") + " " + header("CSeq");
    }

    /** A body that is packed is no text: each of its characters is an octet. */
    public byte[] bytes() {
        Charset charset = header("Content-Encoding").isEmpty() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        var octets = body.getBytes(charset);
        String length = header("Content-Length").isEmpty() ? "Content-Length: " + octets.length + "\r\n" : "";
        return (startLine + "\r\n" + headers.stream().map(h -> h.name() + ": " + h.value() + "\r\n").collect(Collectors.joining()) + length
                + "\r\n" + body).getBytes(charset);
    }

    @Override
    public String toString() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private static Optional<String> parameter(String value, String name) {
        for (String part : value.split(";")) {
            if (part.trim().startsWith(name + "=")) {
                return Optional.of(part.trim().substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }
}
