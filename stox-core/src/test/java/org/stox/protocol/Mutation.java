package org.stox.protocol;

import java.util.Arrays;
import java.util.Random;

/** Changes octets as somebody might who means harm: pieces of the grammar in places where they do not belong. */
public final class Mutation {

    private Mutation() {
    }

    /** So many pieces are put in, each perhaps in the place of a few octets. */
    public static byte[] of(byte[] octets, int times, byte[][] pieces, Random random) {
        var result = octets;
        for (int n = 0; n < times; n++) {
            int at = random.nextInt(result.length);
            int cut = random.nextInt(3) == 0 ? Math.min(result.length - at, random.nextInt(8)) : 0;
            var piece = pieces[random.nextInt(pieces.length)];
            var next = Arrays.copyOf(result, result.length - cut + piece.length);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(result, at + cut, next, at + piece.length, result.length - at - cut);
            result = next;
        }
        return result;
    }
}
