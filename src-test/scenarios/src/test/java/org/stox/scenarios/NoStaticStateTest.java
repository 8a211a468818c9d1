package org.stox.scenarios;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Several gateways live in one process: nothing that changes may be static. The values of all static fields are looked at. */
class NoStaticStateTest {

    /** Not in a gateway: test code, and programs that are a process of their own. */
    private static final List<String> ELSEWHERE = List.of("org.stox.scenarios", "org.stox.test", "org.stox.gateway", "org.stox.embed",
            "org.stox.bench", "org.stox.demo");

    private static final List<String> CHANGING = List.of("java.util.concurrent.", "java.lang.ThreadLocal", "java.util.Random",
            "java.security.SecureRandom", "java.util.Timer", "java.lang.StringBuilder", "java.util.Date");

    private static final List<String> UNCHANGING = List.of("java.util.ImmutableCollections", "java.util.Collections$");

    @Test
    void noStaticFieldCanChange() {
        var classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.stox");
        var faults = new TreeSet<String>();
        int seen = 0;
        for (JavaClass type : classes) {
            if (ELSEWHERE.stream().noneMatch(type.getPackageName()::startsWith)) {
                seen++;
                for (var field : fields(type)) {
                    fault(field).ifPresent(fault -> faults.add(field.getDeclaringClass().getName() + "." + field.getName() + " " + fault));
                }
            }
        }
        assertTrue(seen > 200, "only " + seen + " classes");
        assertTrue(classes.contain("org.stox.camel.sip.SipListener") && classes.contain("org.stox.camel.xmpp.stream.StanzaStream"));
        assertEquals(new TreeSet<>(), faults);
    }

    private static List<Field> fields(JavaClass type) {
        try {
            return List.of(Class.forName(type.getName(), false, NoStaticStateTest.class.getClassLoader()).getDeclaredFields()).stream()
                    .filter(f -> Modifier.isStatic(f.getModifiers()) && !f.isSynthetic()).toList();
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return List.of();                               // of a library that is not here
        }
    }

    private static Optional<String> fault(Field field) {
        if (!Modifier.isFinal(field.getModifiers())) {
            return Optional.of("is not final");
        }
        var value = value(field, null);
        return value.getClass().isArray() && !Modifier.isPrivate(field.getModifiers()) ? Optional.of("is an array that others see")
                : change(value, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** What can change about a value, or about one that it holds. Arrays are tables here. */
    private static Optional<String> change(Object value, Set<Object> seen) {
        if (value instanceof Enum || value instanceof Class || !seen.add(value)) {
            return Optional.empty();
        }
        var name = value.getClass().getName();
        if (value instanceof Collection || value instanceof Map) {
            return UNCHANGING.stream().anyMatch(name::startsWith) ? elements(value).map(v -> change(v, seen)).flatMap(Optional::stream).findFirst()
                    : Optional.of("holds a " + name);
        }
        if (CHANGING.stream().anyMatch(name::startsWith)) {
            return Optional.of("holds a " + name);
        }
        return name.startsWith("org.stox.") ? inside(value, seen) : Optional.empty();
    }

    private static Stream<?> elements(Object value) {
        return value instanceof Map<?, ?> map ? Stream.concat(map.keySet().stream(), map.values().stream()) : ((Collection<?>) value).stream();
    }

    private static Optional<String> inside(Object value, Set<Object> seen) {
        for (Class<?> type = value.getClass(); type != null && type.getName().startsWith("org.stox."); type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    var fault = Modifier.isFinal(field.getModifiers()) ? change(value(field, value), seen)
                            : Optional.of("holds " + type.getName() + "." + field.getName() + ", which is not final");
                    if (fault.isPresent()) {
                        return fault;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Empty text for nothing, and for a class whose library is not here. */
    private static Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return Objects.requireNonNullElse(field.get(of), "");
        } catch (IllegalAccessException | LinkageError | InaccessibleObjectException e) {
            return "";
        }
    }
}
