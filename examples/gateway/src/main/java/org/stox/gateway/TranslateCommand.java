package org.stox.gateway;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.stox.settings.StoxSettings;

/** {@code stox translate}: one message from stdin in the other protocol, with the reason for each field. */
@Command(name = "translate", mixinStandardHelpOptions = true, description = "Translates a SIP or MSRP message or a stanza from stdin, and tells "
        + "which rule made each field. Needs no settings: without them the domains are those of the message.",
        footer = "%nExample: bin/stox translate < message.sip")
final class TranslateCommand implements Callable<Integer> {

    @Option(names = "--json", description = "For programs.")
    private boolean json;
    @Option(names = "--chat", paramLabel = "HOW", description = "How a chat goes to SIP: by a session, which a SIP user gets of whom nothing is known, "
            + "or in pager mode, which he gets who has refused one. One of: ${COMPLETION-CANDIDATES}.")
    private ChatForm chat = ChatForm.session;
    @Mixin
    private SettingsOptions options;
    @Spec
    private CommandSpec spec;

    /** As the option has them. */
    enum ChatForm { session, pager }

    @Override
    public Integer call() throws Exception {
        Optional<StoxSettings> settings = Optional.empty();
        if (options.asked()) {
            settings = options.settings(spec.commandLine().getErr());
            if (settings.isEmpty()) {
                return Stox.SETTINGS;
            }
        }
        var translation = new Translator(settings, chat).translate(System.in.readAllBytes());
        if (json) {
            printJson(translation, spec.commandLine().getOut());
        } else {
            print(translation, spec.commandLine().getOut());
        }
        return translation instanceof Translation.Refused ? Stox.FAILED : Stox.OK;
    }

    private static void print(Translation translation, PrintWriter out) {
        if (translation instanceof Translation.Translated t) {
            out.println(t.output().replaceFirst("\n+$", ""));
            out.println();
            out.print(FieldTable.of(t.fields()));
            t.assumed().ifPresent(a -> out.println("\nAssumed: " + a + "."));
            t.answer().ifPresent(a -> out.println("\nThe sender gets:\n\n" + a.stripTrailing()));
        } else if (translation instanceof Translation.Refused r) {
            out.println("Refused: " + r.reason());
            r.answer().ifPresent(a -> out.println("\nThe sender gets:\n\n" + a));
        } else if (translation instanceof Translation.Answered a) {
            out.println("Answered by the gateway itself: " + a.reason() + "\n\nThe sender gets:\n\n" + a.answer());
            if (!a.fields().isEmpty()) {
                out.println("\n" + FieldTable.of(a.fields()).stripTrailing());
            }
        } else if (translation instanceof Translation.Dropped d) {
            out.println("Nothing to send: " + d.reason() + ".");
        }
        out.flush();
    }

    private static void printJson(Translation translation, PrintWriter out) throws Exception {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (translation instanceof Translation.Translated t) {
            tree.put("result", "translated");
            tree.put("output", t.output());
            tree.put("fields", t.fields());
            t.assumed().ifPresent(a -> tree.put("assumed", a));
            t.answer().ifPresent(a -> tree.put("answer", a));
        } else if (translation instanceof Translation.Refused r) {
            tree.put("result", "refused");
            tree.put("reason", r.reason());
            r.answer().ifPresent(a -> tree.put("answer", a));
        } else if (translation instanceof Translation.Answered a) {
            tree.put("result", "answered");
            tree.put("reason", a.reason());
            tree.put("answer", a.answer());
            if (!a.fields().isEmpty()) {
                tree.put("fields", a.fields());
            }
        } else if (translation instanceof Translation.Dropped d) {
            tree.put("result", "dropped");
            tree.put("reason", d.reason());
        }
        out.println(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree));
        out.flush();
    }
}
