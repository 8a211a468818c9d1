package org.stox.service;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class IdSourceTest {

    @Test
    void anIdIsLettersAndDigitsOfTheRandomOctets() {
        var ids = IdSource.of(octets -> {
            Arrays.fill(octets, (byte) -1);
            octets[0] = 0;
            octets[1] = 33;
        }, 5);
        assertEquals("01vvv", ids.next());
    }
}
