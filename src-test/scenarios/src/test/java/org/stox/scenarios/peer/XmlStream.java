package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** One XML stream over a socket, either end: the header, then what stands at the top level, in order. Bytes go out as given. */
public final class XmlStream implements AutoCloseable {

    private final Socket socket;
    private final OutputStream output;
    private final LinkedBlockingQueue<Xml> read = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Consumer<Xml> listener = read::add;
    private volatile String end = "";

    public XmlStream(Socket socket) throws IOException {
        this.socket = socket;
        this.output = socket.getOutputStream();
        socket.setTcpNoDelay(true);
        var reader = new Thread(this::read, "stream-" + socket.getLocalPort());
        reader.setDaemon(true);
        reader.start();
    }

    /** Takes elements away from {@link #take}, on the thread that reads; those that came before go there first. */
    public void listen(Consumer<Xml> newListener) {
        listener = newListener;
        for (var xml = read.poll(); xml != null; xml = read.poll()) {
            newListener.accept(xml);
        }
    }

    public void send(String xml) {
        send(xml.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) {
        try {
            synchronized (socket) {
                output.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("ended " + end + ", unread " + read, e);
        }
    }

    /** The next element that fits; those before it are dropped. */
    public Xml take(Predicate<Xml> which, Duration atMost) {
        var others = new ArrayList<Xml>();
        return poll(which.or(x -> !others.add(x)), atMost).orElseThrow(
                () -> new AssertionError("it did not come, but " + others + (end.isEmpty() ? "" : ", the stream ended: " + end)));
    }

    public Xml take(Predicate<Xml> which) {
        return take(which, Duration.ofSeconds(20));
    }

    public Optional<Xml> poll(Predicate<Xml> which, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (true) {
                var next = read.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null || which.test(next)) {
                    return Optional.ofNullable(next);
                }
            }
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    /** Waits until the other side has closed it; false if it has not. */
    public boolean ended(Duration atMost) {
        try {
            return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw RealProcess.interrupted(e);
        }
    }

    public boolean open() {
        return ended.getCount() > 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            var factory = XMLInputFactory.newInstance();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            var reader = factory.createXMLStreamReader(socket.getInputStream(), "UTF-8");
            var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                // white space before the header
            }
            listener.accept(new Xml(element(reader, document)));
            for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    listener.accept(new Xml(subtree(reader, document)));
                }
            }
            end = "by its end tag";
            socket.shutdownOutput();
        } catch (XMLStreamException | IOException | ParserConfigurationException e) {
            end = e.toString();
        } finally {
            ended.countDown();
        }
    }

    private static Element subtree(XMLStreamReader reader, Document document) throws XMLStreamException {
        var element = element(reader, document);
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                element.appendChild(subtree(reader, document));
            } else if (event == XMLStreamConstants.CHARACTERS) {
                element.appendChild(document.createTextNode(reader.getText()));
            }
        }
        return element;
    }

    private static Element element(XMLStreamReader reader, Document document) {
        var element = document.createElementNS(reader.getNamespaceURI(), reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = reader.getAttributeNamespace(i);
            boolean xml = XMLConstants.XML_NS_URI.equals(namespace);
            element.setAttributeNS(namespace, xml ? "xml:" + reader.getAttributeLocalName(i) : reader.getAttributeLocalName(i),
                    reader.getAttributeValue(i));
        }
        return element;
    }
}
