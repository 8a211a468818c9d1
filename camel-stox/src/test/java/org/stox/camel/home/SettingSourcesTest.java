package org.stox.camel.home;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SettingSourcesTest {

    private static final Path ETC = Path.of("/etc/stox");

    @Test
    void sessionsAreBesideTheSettingsUnlessSaidOtherwise() {
        assertEquals(Map.of("a", "b", "stox.state", "/etc/stox/stox-state"), SettingSources.state(Map.of("a", "b"), ETC));
    }

    @ParameterizedTest
    @CsvSource({"state, /etc/stox/state", "../state, /etc/state", "/var/lib/stox, /var/lib/stox"})
    void aDirectoryIsMeantFromThere(String given, String absolute) {
        assertEquals(Map.of("stox.state", absolute), SettingSources.state(Map.of("stox.state", given), ETC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "jdbc:postgresql://127.0.0.1/stox?user=stox"})
    void whatIsNoDirectoryStaysAsItIs(String given) {
        assertEquals(Map.of("stox.state", given), SettingSources.state(Map.of("stox.state", given), ETC));
    }
}
