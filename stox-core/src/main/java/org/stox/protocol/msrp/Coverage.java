package org.stox.protocol.msrp;

import java.util.ArrayList;
import java.util.List;

/** Which octets of a message are confirmed: partial success reports added up (RFC 4975 §7.1.3; RFC 7573 §7). */
public record Coverage(List<Range> ranges) {

    public static final Coverage NONE = new Coverage(List.of());

    /** So that no peer fills memory with ranges; a report that would need more is not counted. */
    private static final int MAX = 256;

    /** From the first octet to the last, counted from one. */
    public record Range(long first, long last) { }

    public Coverage {
        ranges = List.copyOf(ranges);
    }

    /** With these octets too; ranges that touch become one. */
    public Coverage with(long first, long last) {
        if (last < first) {
            return this;
        }
        var merged = new ArrayList<Range>(ranges.size() + 1);
        long low = first;
        long high = last;
        int place = 0;
        for (var r : ranges) {
            if (r.last < low - 1) {
                merged.add(r);
                place = merged.size();
            } else if (r.first > high + 1) {
                merged.add(r);
            } else {
                low = Math.min(low, r.first);
                high = Math.max(high, r.last);
            }
        }
        merged.add(place, new Range(low, high));
        return merged.size() > MAX ? this : new Coverage(merged);
    }

    /** All octets up to {@code total}. */
    public boolean isWhole(long total) {
        return total == 0 || ranges.size() > 0 && ranges.get(0).first <= 1 && ranges.get(0).last >= total;
    }
}
