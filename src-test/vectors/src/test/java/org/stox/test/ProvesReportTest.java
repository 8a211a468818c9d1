package org.stox.test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProvesReportTest {

    private static final Map<String, Map<String, String>> TABLES = Map.of("rfc1", Map.of("A", "MUST", "B", "MAP", "C", "MUST"));

    @Test
    void allIsWellIfEachMustIsProvedOrLeftOut() {
        var findings = ProvesReport.compare(TABLES, Map.of("C", "later"), Set.of("A"));
        assertEquals(List.of("rfc1: 1 of 3 rows proved, 1 left out; MUST without proof: none", "  not proved: B"), findings.lines());
        assertEquals(List.of(), findings.faults());
    }

    @Test
    void aMustWithoutProofIsAFault() {
        assertEquals(List.of("C is a MUST without proof"), ProvesReport.compare(TABLES, Map.of(), Set.of("A")).faults());
    }

    @Test
    void aDocumentInWorkMayLackProofs() {
        var findings = ProvesReport.compare(Map.of("beyond", Map.of("A", "MUST")), Map.of(), Set.of());
        assertEquals(List.of("beyond: 0 of 1 rows proved, 0 left out; MUST without proof: A", "  not proved: A"), findings.lines());
        assertEquals(List.of(), findings.faults());
    }

    @Test
    void namesThatAreInNoTableAreFaults() {
        assertEquals(List.of("X is proved, but is in no table", "Y is left out, but is in no table"),
                ProvesReport.compare(TABLES, Map.of("Y", "later"), Set.of("A", "C", "X")).faults());
    }

    @Test
    void whatIsLeftOutHasAReasonAndNoProof() {
        assertEquals(List.of("C is left out, but proved: take it off left-out.tsv"),
                ProvesReport.compare(TABLES, Map.of("C", "later"), Set.of("A", "C")).faults());
        assertEquals(List.of("C is left out without a reason"), ProvesReport.compare(TABLES, Map.of("C", " "), Set.of("A")).faults());
    }

    @Test
    void vectorsAreFoundByTheirRfc() {
        assertEquals(7 + 2, Vectors.table("rfc7572/index.tsv").size());
        Vectors.table("rfc7572/index.tsv").forEach(row -> assertEquals('<' == Vectors.text(row.get(0)).charAt(0),
                row.get(0).endsWith(".xml")));
        assertEquals(25, Vectors.table("rfc8048/index.tsv").size());
        assertEquals(26, Vectors.table("rfc7573/index.tsv").size());
        for (var document : List.of("rfc7573", "rfc4975")) {
            Vectors.table(document + "/index.tsv").forEach(row -> assertTrue(Vectors.octets(row.get(0)).length > 0));
        }
        assertEquals("A1", Vectors.table("rfc7247/addresses.tsv").get(0).get(0));
    }
}
