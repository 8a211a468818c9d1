package org.stox.camel.jdbc;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import org.stox.protocol.Octets;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.Session;
import org.stox.session.SessionKey;

/**
 * Sessions as JSON, and back. What a release adds as an {@code Optional} the one before leaves out, and what it leaves out is ignored;
 * anything else that is missing, of another type or of another format makes a row unreadable: it is never read with a value made up.
 */
final class SessionJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module()).addModule(new JavaTimeModule()).addModule(octets())
            .annotationIntrospector(new AnnotationIntrospectorPair(new SealedTypes(), new JacksonAnnotationIntrospector()))
            .visibility(PropertyAccessor.GETTER, Visibility.NONE).visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.SETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY).visibility(PropertyAccessor.CREATOR, Visibility.ANY)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)          // whatever the encoding of a database is
            .build();

    /** What the columns do not have. */
    record Body<M>(Set<SessionKey> keys, Map<String, Instant> timers, M machine) { }

    private record Kind(int format, ObjectReader reader, ObjectWriter writer) { }

    private final Map<String, Kind> kinds = new HashMap<>();

    SessionJson(Collection<? extends Service> services) {
        for (var service : services) {
            var body = JSON.getTypeFactory().constructParametricType(Body.class, service.machines());
            kinds.put(service.kind(), new Kind(service.format(), JSON.readerFor(body), JSON.writerFor(body)));
        }
    }

    Row write(Session session) {
        var kind = kinds.get(session.machine().kind());
        if (kind == null) {
            throw new IllegalArgumentException("No service of the store has sessions of the kind " + session.machine().kind());
        }
        try {
            var body = kind.writer().writeValueAsString(new Body<>(session.keys(), session.timers(), session.machine()));
            return new Row(session.id(), session.machine().kind(), kind.format(), session.version(), due(session), body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Session " + session.id() + " cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    Session read(Row row) throws Unreadable {
        var kind = kinds.get(row.kind());
        if (kind == null) {
            throw new Unreadable(row, "no service of this release has that kind");
        }
        if (kind.format() != row.format()) {
            throw new Unreadable(row, "this release has format " + kind.format());
        }
        try {
            Body<? extends Machine> body = kind.reader().readValue(row.body());
            return new Session(row.id(), row.version(), body.keys(), body.timers(), body.machine());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new Unreadable(row, e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString());
        }
    }

    /** The keys that a row names, of whatever kind and format it is. */
    static Set<SessionKey> keys(Row row) throws Unreadable {
        try {
            return JSON.convertValue(JSON.readTree(row.body()).path("keys"), JSON.getTypeFactory().constructCollectionType(Set.class,
                    SessionKey.class));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new Unreadable(row, e.getMessage());
        }
    }

    /** As base64. */
    private static SimpleModule octets() {
        return new SimpleModule()
                .addSerializer(Octets.class, new JsonSerializer<Octets>() {
                    @Override
                    public void serialize(Octets value, JsonGenerator to, SerializerProvider provider) throws IOException {
                        to.writeBinary(value.toArray());
                    }
                })
                .addDeserializer(Octets.class, new JsonDeserializer<Octets>() {
                    @Override
                    public Octets deserialize(JsonParser from, DeserializationContext context) throws IOException {
                        return Octets.of(from.getBinaryValue());
                    }
                });
    }

    private static OptionalLong due(Session session) {
        return session.next().map(next -> OptionalLong.of(next.getValue().plusNanos(999_999).toEpochMilli())).orElse(OptionalLong.empty());
    }
}
