package org.stox.protocol.xml;

import java.util.Arrays;

import org.stox.protocol.xml.StreamError.Condition;

/**
 * Which prefix means which namespace where the reader stands (Namespaces in XML 1.0 §3, §5, §6). A stack of bindings, chained by the hash
 * of the prefix, so that a stanza with thousands of declarations is read in reasonable time.
 */
final class NamespaceScope {

    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    private static final int CHAINS = 64;

    private String[] prefixes = new String[8];
    private String[] namespaces = new String[8];
    private int[] next = new int[8];
    private final int[] heads = new int[CHAINS];
    private int size;

    NamespaceScope() {
        Arrays.fill(heads, -1);
    }

    /** To be given to {@link #leave} when the element ends. */
    int mark() {
        return size;
    }

    void leave(int mark) {
        while (size > mark) {
            size--;
            heads[chain(prefixes[size])] = next[size];
        }
    }

    /** Binds the prefix, or with an empty prefix the default namespace, which may be empty; once in each tag. */
    void bind(String prefix, String namespace, int mark) {
        var xml = namespace.equals(XmlAttribute.XML);
        if (prefix.equals("xmlns") || namespace.equals(XMLNS) || prefix.equals("xml") != xml) {
            throw new StreamException(Condition.NOT_WELL_FORMED, "a reserved namespace or prefix");
        }
        if (namespace.isEmpty() && !prefix.isEmpty()) {
            throw new StreamException(Condition.NOT_WELL_FORMED, "a prefix without a namespace");
        }
        if (find(prefix) >= mark) {
            throw new StreamException(Condition.NOT_WELL_FORMED, "a declaration twice");
        }
        if (size == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * size);
            namespaces = Arrays.copyOf(namespaces, 2 * size);
            next = Arrays.copyOf(next, 2 * size);
        }
        var chain = chain(prefix);
        prefixes[size] = prefix;
        namespaces[size] = namespace;
        next[size] = heads[chain];
        heads[chain] = size++;
    }

    String defaultNamespace() {
        var found = find("");
        return found < 0 ? "" : namespaces[found];
    }

    /** Throws if nothing is bound to the prefix. */
    String namespace(String prefix) {
        var found = find(prefix);
        if (found >= 0) {
            return namespaces[found];
        }
        if (prefix.equals("xml")) {
            return XmlAttribute.XML;
        }
        throw new StreamException(Condition.NOT_WELL_FORMED, "a prefix that is not declared");
    }

    private int find(String prefix) {
        var i = heads[chain(prefix)];
        while (i >= 0 && !prefixes[i].equals(prefix)) {
            i = next[i];
        }
        return i;
    }

    private static int chain(String prefix) {
        return prefix.hashCode() & CHAINS - 1;
    }
}
