package org.stox.protocol.xhtml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What of HTML may stand in XHTML-IM, as lists of what is allowed (XEP-0071 §6, §7, §8). */
final class Markup {

    /** Elements that hold lines of text and elements of lines (XEP-0071 §6.3, §6.4). */
    static final Set<String> BLOCKS = Set.of("p", "div", "blockquote", "pre", "address", "h1", "h2", "h3", "h4", "h5", "h6",
            "ul", "ol", "li");

    /** Those blocks that may hold blocks; body is the root. */
    static final Set<String> HOLDS_BLOCKS = Set.of("body", "div", "blockquote", "li", "ul", "ol");

    static final Set<String> LISTS = Set.of("ul", "ol");

    /** Elements of XHTML-IM inside a line; a is allowed only with a link. */
    private static final Set<String> INLINE = Set.of("abbr", "acronym", "cite", "code", "dfn", "em", "kbd", "q", "samp", "span",
            "strong", "var");

    /** Elements of HTML that XHTML-IM says otherwise. */
    private static final Map<String, String> OTHER_NAMES = Map.of("b", "strong", "i", "em", "u", "span", "ins", "span", "s", "span",
            "strike", "span", "del", "span", "tt", "code");

    private static final Map<String, String> OTHER_STYLES = Map.of("u", "text-decoration: underline", "ins", "text-decoration: underline",
            "s", "text-decoration: line-through", "strike", "text-decoration: line-through", "del", "text-decoration: line-through");

    /** Elements that go with all they contain. */
    static final Set<String> DROPPED = Set.of("head", "title", "script", "style", "object", "embed", "applet", "iframe", "frame",
            "frameset", "noframes", "noscript", "template", "svg", "math", "audio", "video", "canvas", "select", "textarea", "button",
            "datalist", "meta", "link", "base");

    /** Elements that are only taken off, but end a line. */
    static final Set<String> LINE_ENDS = Set.of("tr", "dt", "dd", "table", "section", "article", "header", "footer", "figure",
            "form", "hr", "center");

    /** Elements that are only taken off, but stand apart from their neighbours. */
    static final Set<String> CELLS = Set.of("td", "th");

    private static final Set<String> LINK_SCHEMES = Set.of("http", "https", "mailto", "xmpp", "sip", "sips", "tel", "im", "pres");

    private static final Set<String> STYLES = Set.of("background-color", "color", "font-family", "font-size", "font-style", "font-weight",
            "margin-left", "margin-right", "text-align", "text-decoration");

    private static final Predicate<String> HARMLESS = value -> !value.isEmpty() && value.length() <= 64
            && value.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || " #%,.-'".indexOf(c) >= 0);

    private Markup() {
    }

    /** The element of XHTML-IM that stands for one of HTML; empty if only its content is taken. */
    static Optional<String> element(String name) {
        var other = OTHER_NAMES.getOrDefault(name, name);
        return BLOCKS.contains(other) || INLINE.contains(other) ? Optional.of(other) : Optional.empty();
    }

    /** A link as written, if its scheme is an allowed one: relative links lead nowhere here. */
    static Optional<String> link(String href) {
        var link = href.strip();
        int colon = link.indexOf(':');
        boolean clean = link.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '<' || c == '>' || c == '"');
        return colon > 0 && clean && LINK_SCHEMES.contains(link.substring(0, colon).toLowerCase(java.util.Locale.ROOT))
                ? Optional.of(link) : Optional.empty();
    }

    /** The allowed declarations, values with plain words and numbers only: no url(), no expression(), no escapes. */
    static Optional<String> style(String name, String style) {
        var declarations = new java.util.ArrayList<String>(List.of());
        Optional.ofNullable(OTHER_STYLES.get(name)).ifPresent(declarations::add);
        for (var declaration : style.split(";", 32)) {
            int colon = declaration.indexOf(':');
            if (colon > 0) {
                var property = declaration.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT);
                var value = declaration.substring(colon + 1).strip();
                if (STYLES.contains(property) && HARMLESS.test(value)) {
                    declarations.add(property + ": " + value);
                }
            }
        }
        return declarations.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", declarations));
    }
}
