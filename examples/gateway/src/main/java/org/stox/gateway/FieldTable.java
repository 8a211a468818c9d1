package org.stox.gateway;

import java.util.ArrayList;
import java.util.List;

import org.stox.service.MappedField;

/** The table below a translation: field, from, to, rule. */
final class FieldTable {

    private static final int WIDEST = 44;

    private FieldTable() {
    }

    static String of(List<MappedField> fields) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("field", "from", "to", "rule"));
        fields.forEach(f -> rows.add(List.of(f.field(), shown(f.from()), shown(f.to()), f.rule())));
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                var at = column;
                int width = rows.stream().mapToInt(r -> r.get(at).codePointCount(0, r.get(at).length())).max().orElse(0);
                var cell = row.get(column);
                line.append(cell).append(" ".repeat(width - cell.codePointCount(0, cell.length()) + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** One line, cut where it is long; a dash where there is nothing. */
    private static String shown(String value) {
        var line = value.replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return "-";
        }
        return line.codePointCount(0, line.length()) <= WIDEST ? line : line.substring(0, line.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }
}
