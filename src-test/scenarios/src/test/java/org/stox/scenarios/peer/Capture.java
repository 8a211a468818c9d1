package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What goes over loopback by some ports, and what Wireshark's dissectors find in it: dumpcap writes, tshark reads. */
public final class Capture implements AutoCloseable {

    private final RealProcess dumpcap;
    private final Path file;
    private final List<String> decode;
    /** A port to which only we send. */
    private final int marker;

    private Capture(RealProcess dumpcap, Path file, List<String> decode, int marker) {
        this.marker = marker;
        this.dumpcap = dumpcap;
        this.file = file;
        this.decode = decode;
    }

    /** Whether this machine lets us; where CI is set it has to. */
    public static boolean possible() {
        return RealProcess.installed("tshark") && RealProcess.runs("dumpcap", "-q", "-i", "lo", "-L");
    }

    public static Capture of(List<Integer> sip, List<Integer> msrp) {
        var folder = RealProcess.folder("capture");
        var file = folder.resolve("loopback.pcapng");
        int marker = Ports.free();
        var filter = Stream.of(sip, msrp, List.of(marker)).flatMap(List::stream).map(port -> "port " + port).collect(Collectors.joining(" or "));
        var decode = new ArrayList<String>();
        for (int port : sip) {
            decode.addAll(List.of("-d", "udp.port==" + port + ",sip", "-d", "tcp.port==" + port + ",sip"));
        }
        for (int port : msrp) {
            decode.addAll(List.of("-d", "tcp.port==" + port + ",msrp"));
        }
        var dumpcap = RealProcess.start("dumpcap", folder, Map.of(), List.of("dumpcap", "-i", "lo", "-f", filter, "-w", file.toString()));
        dumpcap.await("File: ");
        return new Capture(dumpcap, file, decode, marker);
    }

    /** Ends it after all that was sent up to now: what the system has gathered and not handed over yet is lost at the end. */
    public void ends() {
        var last = ("last-" + marker).getBytes(StandardCharsets.US_ASCII);
        try (var socket = new DatagramSocket(0, Ports.loopback())) {
            socket.send(new DatagramPacket(last, last.length, Ports.loopback(), marker));
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("last-" + marker)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("dumpcap does not see what is sent: " + dumpcap.printed());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
        dumpcap.stop();
    }

    /** The frames that a display filter shows, a line each. */
    public List<String> frames(String filter) {
        var command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-o", "tcp.desegment_tcp_streams:TRUE"));
        command.addAll(decode);
        command.addAll(List.of("-Y", filter, "-T", "fields", "-e", "frame.number", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info", "-e", "_ws.expert.message"));
        var tshark = RealProcess.start("tshark", RealProcess.folder("tshark"), Map.of(), command);
        int code = tshark.exitCode(Duration.ofSeconds(60));
        if (code != 0) {
            throw new AssertionError("tshark ends with " + code + ": " + tshark.printed());
        }
        return tshark.printed().lines().filter(line -> line.matches("\\d+\t.*")).toList();
    }

    /** SIP, SDP or MSRP that the dissectors cannot read. */
    public List<String> malformed() {
        return frames("(sip || sdp || msrp) && (_ws.malformed || _ws.expert.group == \"Malformed\")");
    }

    @Override
    public void close() {
        dumpcap.close();
    }
}
