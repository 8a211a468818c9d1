package org.stox.gateway;

import java.util.List;
import java.util.Optional;

import org.stox.service.MappedField;

/** What became of a message that was to be translated. */
sealed interface Translation {

    /**
     * The other side's form, and the rule behind each field of it.
     *
     * @param answer what its sender gets at once, where that is more than a word
     * @param assumed what must have gone before, and was taken for granted
     */
    record Translated(String output, List<MappedField> fields, Optional<String> answer, Optional<String> assumed) implements Translation {

        Translated(String output, List<MappedField> fields) {
            this(output, fields, Optional.empty(), Optional.empty());
        }
    }

    /** It may not cross; {@code answer} is what its sender gets, if it gets one. */
    record Refused(String reason, Optional<String> answer) implements Translation { }

    /**
     * The gateway answers it itself, and nothing is wrong: OPTIONS, a refresh, an INVITE.
     *
     * @param fields what becomes of it all the same
     */
    record Answered(String reason, String answer, List<MappedField> fields) implements Translation {

        Answered(String reason, String answer) {
            this(reason, answer, List.of());
        }
    }

    /** It is taken, and nothing of it crosses. */
    record Dropped(String reason) implements Translation { }
}
