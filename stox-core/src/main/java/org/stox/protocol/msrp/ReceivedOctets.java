package org.stox.protocol.msrp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.stox.protocol.Octets;

/**
 * What has come of one message, in whatever order (RFC 4975 §7.3.1): of octets that come twice the later ones count. Memory is taken for
 * octets that are there, never for a position or a total that a sender names (§14.5).
 */
final class ReceivedOctets {

    private final List<Extent> extents = new ArrayList<>(1);        // by position, none over another
    private long size;

    /** Octets side by side, the first at {@code start}. */
    private static final class Extent {

        private final long start;
        private byte[] octets;
        private int length;

        Extent(long start, int capacity) {
            this.start = start;
            octets = new byte[capacity];
        }

        long end() {
            return start + length;
        }
    }

    /** Octets that are held. */
    long size() {
        return size;
    }

    /** Runs of octets; not more than one if all come in order. */
    int extents() {
        return extents.size();
    }

    /** The position behind the last octet. */
    long end() {
        return extents.isEmpty() ? 0 : extents.get(extents.size() - 1).end();
    }

    /** Positions begin with zero here. */
    void put(long position, byte[] octets, int from, int to) {
        int at = from;
        while (at < to) {
            long here = position + at - from;
            int index = before(here);
            long next = index + 1 < extents.size() ? extents.get(index + 1).start : Long.MAX_VALUE;
            int count = (int) Math.min(to - at, next - here);
            if (index < 0 || extents.get(index).end() < here) {
                extents.add(++index, new Extent(here, count));
            }
            write(extents.get(index), (int) (here - extents.get(index).start), octets, at, count);
            at += count;
        }
    }

    private void write(Extent extent, int offset, byte[] octets, int from, int count) {
        int wanted = offset + count;
        if (wanted > extent.octets.length) {
            extent.octets = Arrays.copyOf(extent.octets, Math.max(wanted, 2 * extent.octets.length));
        }
        System.arraycopy(octets, from, extent.octets, offset, count);
        size += Math.max(0, wanted - extent.length);
        extent.length = Math.max(wanted, extent.length);
    }

    /** The last extent that begins at or before this position, -1 if there is none. */
    private int before(long position) {
        int low = 0;
        int high = extents.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (extents.get(middle).start <= position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Nothing is missing before {@code total}. */
    boolean isComplete(long total) {
        return size == total && end() == total;
    }

    /** All of it, once it is complete. */
    Octets octets() {
        if (extents.size() == 1) {
            return Octets.of(extents.get(0).octets, 0, extents.get(0).length);
        }
        var all = new byte[(int) size];
        extents.forEach(e -> System.arraycopy(e.octets, 0, all, (int) e.start, e.length));
        return Octets.of(all);
    }
}
