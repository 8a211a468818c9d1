package org.stox.camel.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;

/** Tells Jackson what the compiler knows of sealed interfaces, so that records need no annotation: {@code "@type"} is the simple name. */
final class SealedTypes extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public List<NamedType> findSubtypes(Annotated type) {
        return type.getRawType().isSealed() ? leaves(type.getRawType()).toList() : null;
    }

    @Override
    public TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass type, JavaType base) {
        if (!base.getRawClass().isSealed()) {
            return null;
        }
        return new StdTypeResolverBuilder(JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type",
                null, false, true));
    }

    private static Stream<NamedType> leaves(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses()).flatMap(permitted -> permitted.isSealed() ? leaves(permitted)
                : Stream.of(new NamedType(permitted, permitted.getSimpleName())));
    }
}
