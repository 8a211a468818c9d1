package org.stox.gateway.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.ObjectMapper;

/** romeo's phone, seen from here: a process that takes orders and tells events. */
final class PhoneProcess implements AutoCloseable {

    private final Process process;
    private final PrintWriter orders;
    private final ObjectMapper json = new ObjectMapper();

    private PhoneProcess(Process process) {
        this.process = process;
        this.orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static PhoneProcess start(String domain, int port, int gateway, Consumer<PhoneEvent> events) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
                System.getProperty("java.class.path"), SipPhone.class.getName(), domain, Integer.toString(port), Integer.toString(gateway))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var phone = new PhoneProcess(process);
        var reading = new Thread(() -> phone.read(events), "phone");
        reading.setDaemon(true);
        reading.start();
        return phone;
    }

    private void read(Consumer<PhoneEvent> events) {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                events.accept(json.readValue(line, PhoneEvent.class));
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    void send(PhoneOrder order) throws IOException {
        orders.println(json.writeValueAsString(order));
    }

    /** Its stdin ends, and so does it. */
    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
