package org.stox;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.stox.test.Proves;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The house rules of the core: no input or output, no clock, no threads, no logger; packages depend downwards only. CompletionStage alone
 * is let in: a store says when something is durable.
 */
class CoreRulesTest {

    private static final JavaClasses CORE = new ClassFileImporter().importPath(Path.of("target", "classes"));

    /** From the top: each may use what is below it. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("org.stox.settings.."),
            List.of("org.stox.service.im..", "org.stox.service.presence..", "org.stox.service.chat..", "org.stox.service.groupchat..",
                    "org.stox.service.media..", "org.stox.service.pager.."),
            List.of("org.stox.service"),
            List.of("org.stox.session..", "org.stox.error.."),
            List.of("org.stox.protocol.."),
            List.of("org.stox.address..", "org.stox.status.."));

    @Test
    void theRulesSeeTheCore() {
        assertTrue(CORE.size() > 50, "only " + CORE.size() + " classes");
        assertTrue(CORE.contain("org.stox.service.im.MessageMapping"));
    }

    @Test
    @Proves("RFC7247-4-04")
    void theCoreNeedsNothingButTextLibraries() {
        classes().should().onlyDependOnClassesThat(resideInAnyPackage("org.stox..", "java.lang..", "java.util..", "java.nio..",
                "java.time..",
                "java.math..", "java.text..", "java.security..", "rocks.xmpp.precis..", "org.jsoup..")).check(CORE);
    }

    @Test
    void theCoreDoesNoInputOrOutput() {
        noClasses().should().dependOnClassesThat(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..",
                "java.util.logging..", "org.slf4j..", "org.jsoup.helper.."))
                .check(CORE);
        noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err").check(CORE);
    }

    @Test
    void theCoreHasNoClockNoThreadAndNoChance() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime")
                .orShould().callMethod(java.time.Instant.class, "now").orShould().callMethod(java.util.UUID.class, "randomUUID")
                .orShould().callMethod(java.time.Clock.class, "systemUTC").orShould().callMethod(java.time.Clock.class, "systemDefaultZone")
                .orShould().callMethod(Math.class, "random")
                .orShould().dependOnClassesThat().areAssignableTo(java.util.Random.class)
                .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
                .orShould().dependOnClassesThat(resideInAnyPackage("java.util.concurrent..").and(not(type(CompletionStage.class)))).check(CORE);
    }

    @Test
    void packagesDependDownwardsOnly() {
        for (int i = 1; i < LAYERS.size(); i++) {
            var layer = LAYERS.get(i).toArray(String[]::new);
            var above = LAYERS.subList(0, i).stream().flatMap(List::stream).toArray(String[]::new);
            noClasses().that(resideInAnyPackage(layer)).should().dependOnClassesThat(resideInAnyPackage(above)).allowEmptyShould(true).check(CORE);
        }
    }

    @Test
    void noServiceKnowsAnotherExceptChatAndGroupchat() {
        for (var service : List.of("im", "presence", "media")) {
            noClasses().that().resideInAPackage("org.stox.service." + service + "..").should(dependOnClassesThat(
                    resideInAnyPackage("org.stox.service.*..").and(resideOutsideOfPackages("org.stox.service." + service + ".."))))
                    .allowEmptyShould(true).check(CORE);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.stox.(**)").should().beFreeOfCycles().check(CORE);
    }
}
