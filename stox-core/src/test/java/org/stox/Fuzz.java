package org.stox;

import java.util.Map;
import java.util.function.Consumer;

import org.stox.protocol.BodiesFuzz;
import org.stox.protocol.msrp.AssemblyFuzz;
import org.stox.protocol.msrp.ChunkerFuzz;
import org.stox.protocol.msrp.MsrpFuzz;
import org.stox.protocol.sdp.SdpFuzz;
import org.stox.protocol.sip.SipFuzz;
import org.stox.protocol.xml.StreamFuzz;
import org.stox.service.im.CrossingFuzz;

/** Where Jazzer begins: the target is its first argument. Each target takes any octets, and throws where a property does not hold. */
public final class Fuzz {

    /** By the name of the folder with its inputs. */
    static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "msrp", MsrpFuzz::check,
            "assembly", AssemblyFuzz::check,
            "chunker", ChunkerFuzz::check,
            "sdp", SdpFuzz::check,
            "sip", SipFuzz::check,
            "stream", StreamFuzz::check,
            "bodies", BodiesFuzz::check,
            "crossing", CrossingFuzz::check);

    private static Consumer<byte[]> target;

    private Fuzz() {
    }

    public static void fuzzerInitialize(String[] arguments) {
        target = TARGETS.get(arguments[0]);
    }

    public static void fuzzerTestOneInput(byte[] octets) {
        target.accept(octets);
    }
}
