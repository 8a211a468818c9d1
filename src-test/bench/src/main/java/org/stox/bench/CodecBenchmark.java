package org.stox.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.stox.error.ErrorMapping;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.service.im.MessageMapping;

/** Octets of one side to octets of the other: codec and mapping together, and each part alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CodecBenchmark {

    private static final MappingPolicy POLICY = new MappingPolicy("sip.example.net", "sip.example.net", Set.of("example.com"),
            MappingPolicy.MESSAGE_MAX, 200, ErrorMapping.DEFAULT);
    private static final byte[] REQUEST = String.join("\r\n",
            "MESSAGE sip:juliet@example.com SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKeskdgs677;rport",
            "Max-Forwards: 70",
            "To: <sip:juliet@example.com>",
            "From: \"Romeo\" <sip:romeo@sip.example.net>;tag=vwxyz",
            "Call-ID: 9E97FB43-85F4-4A00-8751-1124FD4C7B2E",
            "CSeq: 1 MESSAGE",
            "User-Agent: a phone",
            "Content-Type: text/plain;charset=utf-8",
            "Content-Length: 60",
            "",
            "Neither, fair saint, if either thee dislike. So she replied.").getBytes(StandardCharsets.UTF_8);
    private static final byte[] STANZA = ("<message from='juliet@example.com/yn0cl4bnw0yr3vym' to='romeo@sip.example.net' id='a1b2c3' type='chat'>"
            + "<thread>e0ffe42b28561960c6b12b944a092794b9683a38</thread>"
            + "<body>Art thou not Romeo, and a Montague? So she asked him there.</body></message>").getBytes(StandardCharsets.UTF_8);

    private final AtomicLong next = new AtomicLong();
    private final IdSource ids = () -> Long.toString(next.incrementAndGet(), 36) + "0123456789abcd";
    private final XmppWire xmpp = new XmppWire("sip.example.net");
    private final SipRequest request = (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(REQUEST, 0, REQUEST.length)).message();
    private final MessageStanza stanza = xmpp.read(STANZA);
    private final MessageStanza mapped = MessageMapping.toXmpp(request, POLICY, ids).orElseThrow();

    @Benchmark
    public Optional<byte[]> sipToXmpp() {
        var read = (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(REQUEST, 0, REQUEST.length)).message();
        return MessageMapping.toXmpp(read, POLICY, ids).map(xmpp::write);
    }

    @Benchmark
    public Optional<byte[]> xmppToSip() {
        return MessageMapping.toSip(xmpp.read(STANZA), POLICY, ids).map(SipCodec::write);
    }

    @Benchmark
    public Object sipRead() {
        return SipCodec.read(REQUEST, 0, REQUEST.length);
    }

    @Benchmark
    public byte[] sipWrite() {
        return SipCodec.write(request);
    }

    @Benchmark
    public Object stanzaRead() {
        return xmpp.read(STANZA);
    }

    @Benchmark
    public byte[] stanzaWrite() {
        return xmpp.write(mapped);
    }

    @Benchmark
    public Object mappingToXmpp() {
        return MessageMapping.toXmpp(request, POLICY, ids);
    }

    @Benchmark
    public Object mappingToSip() {
        return MessageMapping.toSip(stanza, POLICY, ids);
    }
}
