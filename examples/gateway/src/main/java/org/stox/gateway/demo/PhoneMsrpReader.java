package org.stox.gateway.demo;

import java.io.IOException;
import java.net.Socket;
import java.time.Instant;

import org.stox.protocol.msrp.AssemblyLimits;
import org.stox.protocol.msrp.Continuation;
import org.stox.protocol.msrp.Malformed;
import org.stox.protocol.msrp.MessageAssembly;
import org.stox.protocol.msrp.MessageAssembly.Outcome;
import org.stox.protocol.msrp.MsrpCodec;
import org.stox.protocol.msrp.MsrpLimits;
import org.stox.protocol.msrp.MsrpReader;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.service.IdSource;

/** One connection of the phone: what comes is answered, and reported where its sender has asked for that. */
final class PhoneMsrpReader implements MsrpReader.Sink {

    private final PhoneMsrp phone;
    private final Socket connection;
    private final IdSource ids;
    private final MessageAssembly assembly = new MessageAssembly(AssemblyLimits.DEFAULT);
    private MsrpRequest chunk;
    private boolean known;
    private boolean broken;

    PhoneMsrpReader(PhoneMsrp phone, Socket connection, IdSource ids) {
        this.phone = phone;
        this.connection = connection;
        this.ids = ids;
    }

    void read() throws IOException {
        var reader = new MsrpReader(MsrpLimits.DEFAULT);
        var buffer = new byte[4096];
        try (connection) {
            for (int count = connection.getInputStream().read(buffer); count >= 0 && !broken; count = connection.getInputStream().read(buffer)) {
                reader.feed(buffer, 0, count, this);
            }
        }
    }

    @Override
    public void request(MsrpRequest head, boolean body) {
        chunk = head;
        known = phone.bind(head.to().last(), connection);
        if (known && head.is(MsrpRequest.SEND)) {
            assembly.begin(head, body, Instant.now());
        }
    }

    @Override
    public void body(byte[] octets, int from, int to) {
        if (known && chunk.is(MsrpRequest.SEND)) {
            assembly.body(octets, from, to, Instant.now());
        }
    }

    @Override
    public void end(Continuation continuation) {
        if (chunk.is(MsrpRequest.REPORT)) {
            chunk.status().ifPresent(s -> chunk.messageId().ifPresent(id -> phone.reported(id, s.code())));
            return;
        }
        if (!known || !chunk.is(MsrpRequest.SEND)) {
            answer(known ? 501 : 481);
            return;
        }
        var outcome = assembly.end(continuation);
        answer(outcome instanceof Outcome.Refused refused ? refused.code() : MsrpResponse.OK);
        if (outcome instanceof Outcome.Complete complete) {
            var message = complete.message();
            message.report(ids.next(), chunk.to().last(), MsrpResponse.OK).ifPresent(report -> write(MsrpCodec.write(report)));
            phone.heard(message.contentType(), Said.of(message.contentType(), message.body()));
        }
    }

    private void answer(int status) {
        if (chunk.reporting().owesResponse(status)) {
            MsrpResponse.to(chunk, chunk.to().last(), status).ifPresent(r -> write(MsrpCodec.write(r)));
        }
    }

    private void write(byte[] octets) {
        try {
            PhoneMsrp.write(connection, octets);
        } catch (IOException e) {
            broken = true;
        }
    }

    @Override
    public void response(MsrpResponse response) {
        // the gateway has it
    }

    @Override
    public void malformed(Malformed malformed) {
        System.err.println("phone: " + malformed.reason());
    }

    @Override
    public void broken(String reason) {
        broken = true;
    }
}
