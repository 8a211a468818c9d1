package org.stox.gateway;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.apache.camel.builder.RouteBuilder;

/** Routes as a page shows them in Java: the lines of {@code configure()}, compiled. */
final class JavaRoutes {

    private JavaRoutes() {
    }

    static RouteBuilder compile(String lines, Path folder) throws ReflectiveOperationException, IOException {
        var source = """
                import org.apache.camel.builder.RouteBuilder;
                import org.stox.error.*;
                import org.stox.protocol.sip.*;
                import org.stox.protocol.xmpp.*;

                public class Sample extends RouteBuilder {
                    public void configure() throws Exception {
                %s    }
                }
                """.formatted(lines);
        var file = new SimpleJavaFileObject(URI.create("string:///Sample.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var said = new StringWriter();
        var task = ToolProvider.getSystemJavaCompiler().getTask(said, null, null,
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"), null, List.of(file));
        if (!task.call()) {
            throw new AssertionError(said + source);
        }
        var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, JavaRoutes.class.getClassLoader());
        return (RouteBuilder) loader.loadClass("Sample").getDeclaredConstructor().newInstance();
    }
}
