package org.stox.protocol.msrp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a reader says of octets, one line an event, the pieces of a body joined. */
final class Events implements MsrpReader.Sink {

    final List<String> said = new ArrayList<>();
    final List<MsrpRequest> requests = new ArrayList<>();
    final List<Malformed> malformed = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean open;

    static Events of(String stream) {
        return of(stream.getBytes(StandardCharsets.UTF_8));
    }

    static Events of(byte[] stream) {
        var events = new Events();
        new MsrpReader(MsrpLimits.DEFAULT).feed(stream, 0, stream.length, events);
        return events;
    }

    /** The same octets in pieces of random size. */
    static Events cut(byte[] stream, Random random, int most) {
        var events = new Events();
        cut(stream, random, most, new MsrpReader(MsrpLimits.DEFAULT), events);
        return events;
    }

    static void cut(byte[] stream, Random random, int most, MsrpReader reader, MsrpReader.Sink sink) {
        for (int from = 0; from < stream.length;) {
            int size = Math.min(stream.length - from, 1 + random.nextInt(most));
            var copy = new byte[size + 2];              // not at zero, so that offsets are tested too
            System.arraycopy(stream, from, copy, 1, size);
            reader.feed(copy, 1, 1 + size, sink);
            from += size;
        }
    }

    @Override
    public void request(MsrpRequest head, boolean withBody) {
        requests.add(head);
        said.add("request " + head + ' ' + withBody);
        open = true;
    }

    @Override
    public void body(byte[] octets, int from, int to) {
        if (!open || from >= to) {
            throw new AssertionError("a piece of no body");
        }
        body.write(octets, from, to - from);
    }

    @Override
    public void end(Continuation continuation) {
        said.add("body " + body());
        body.reset();
        said.add("end " + continuation);
        open = false;
    }

    @Override
    public void response(MsrpResponse response) {
        said.add("response " + response);
    }

    @Override
    public void malformed(Malformed m) {
        malformed.add(m);
        said.add("malformed " + m);
    }

    @Override
    public void broken(String reason) {
        said.add("broken " + reason);
    }

    /** Of the message that is not complete; else empty. */
    String body() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    /** All that was said, with what there is of a body. */
    List<String> all() {
        var all = new ArrayList<>(said);
        all.add("rest " + body());
        return all;
    }

    /** The same, but why a stream is broken may be seen earlier in one cut than in another. */
    List<String> verdicts() {
        return all().stream().map(s -> s.startsWith("broken ") ? "broken" : s).toList();
    }
}
