package org.stox.protocol.xml;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** The attributes of one open tag: read, their declarations bound, then resolved (Namespaces in XML 1.0 §5, §6.3). Reused. */
public final class AttributeList {

    private static final int FEW = 12;

    private String[] prefixes = new String[FEW];
    private String[] names = new String[FEW];
    private String[] values = new String[FEW];
    private XmlAttribute[] resolved = new XmlAttribute[FEW];
    private int size;

    /** From after the element's name to before the end of the tag; what is declared is bound at once. */
    void read(XmlTokens in, NamespaceScope scope) {
        size = 0;
        var mark = scope.mark();
        while (in.space() && in.peek() != '>' && in.peek() != '/') {
            var from = in.position();
            in.name();
            var prefix = "";
            if (in.peek() == ':') {
                prefix = in.word(from, in.position());
                in.expect(':');
                from = in.position();
                in.name();
            }
            var name = in.word(from, in.position());
            in.space();
            in.expect('=');
            in.space();
            var value = in.value();
            if (prefix.equals("xmlns")) {
                scope.bind(name, value, mark);
            } else if (prefix.isEmpty() && name.equals("xmlns")) {
                scope.bind("", value, mark);
            } else {
                put(prefix, name, value);
            }
        }
    }

    private void put(String prefix, String name, String value) {
        if (size == names.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * size);
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            resolved = Arrays.copyOf(resolved, 2 * size);
        }
        prefixes[size] = prefix;
        names[size] = name;
        values[size++] = value;
    }

    List<XmlAttribute> resolve(NamespaceScope scope) {
        for (var i = 0; i < size; i++) {
            var namespace = prefixes[i].isEmpty() ? "" : scope.namespace(prefixes[i]);
            resolved[i] = new XmlAttribute(namespace, names[i], values[i]);
        }
        var all = list();
        XmlTokens.require(distinct(all), "an attribute twice");
        return all;
    }

    private List<XmlAttribute> list() {
        return switch (size) {          // small sizes apart: List.of copies an array once more
            case 0 -> List.of();
            case 1 -> List.of(resolved[0]);
            case 2 -> List.of(resolved[0], resolved[1]);
            case 3 -> List.of(resolved[0], resolved[1], resolved[2]);
            case 4 -> List.of(resolved[0], resolved[1], resolved[2], resolved[3]);
            default -> List.of(Arrays.copyOf(resolved, size));
        };
    }

    /** Whether no two have the same namespace and name. */
    public static boolean distinct(List<XmlAttribute> attributes) {
        if (attributes.size() > FEW) {
            var seen = new HashSet<String>();
            return attributes.stream().allMatch(a -> seen.add(a.namespace() + ' ' + a.name()));
        }
        for (var i = 1; i < attributes.size(); i++) {
            for (var j = 0; j < i; j++) {
                if (attributes.get(i).is(attributes.get(j).namespace(), attributes.get(j).name())) {
                    return false;
                }
            }
        }
        return true;
    }
}
