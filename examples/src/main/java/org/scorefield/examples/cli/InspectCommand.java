// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.engine.ModelDirectory;
import org.scorefield.examples.subject.Inspection;
import org.scorefield.examples.subject.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scorefield inspect}: what a checkpoint is, or why it is refused. Runs nothing. */
@Command(
        name = "inspect",
        description = "Says what a checkpoint is, or why it is refused. Runs nothing.")
final class InspectCommand implements Callable<Integer> {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    private static final int LONGEST = 400;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CHECKPOINT", description = CheckpointOptions.CHECKPOINT)
    private Path path = Path.of("");

    @Mixin private CheckpointOptions options = new CheckpointOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** For the parser. */
    InspectCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        JsonObject found;
        try {
            found =
                    ModelDirectory.isOne(path)
                            ? Inspection.toJson(ModelDirectory.open(path))
                            : Inspection.of(options.read(Subject.of(path)), options.architectures())
                                    .toJson();
        } catch (CheckpointException refusal) {
            if (json) {
                JsonObject refused = new JsonObject();
                refused.addProperty("path", path.toString());
                refused.addProperty("refused", refusal.getMessage());
                out.println(GSON.toJson(refused));
            }
            throw refusal;
        }
        if (json) {
            out.println(GSON.toJson(found));
        } else {
            print(found, out);
        }
        return ExitCode.DONE.status();
    }

    private static void print(JsonObject found, PrintWriter out) {
        for (String key : found.keySet()) {
            JsonElement value = found.get(key);
            if (value.isJsonArray()) {
                String label = key;
                for (JsonElement line : value.getAsJsonArray()) {
                    line(out, label, line.getAsString());
                    label = "";
                }
            } else if (!value.isJsonNull()) {
                String text = text(value);
                if (!text.isEmpty()) {
                    line(out, key, text);
                }
            } else if (key.equals("architecture")) {
                line(out, key, "unknown");
            }
        }
    }

    private static void line(PrintWriter out, String label, String text) {
        String shown =
                text.length() <= LONGEST
                        ? text
                        : text.substring(0, LONGEST) + " ... (--json shows the rest)";
        out.println(String.format("%-14s%s", label, shown));
    }

    private static String text(JsonElement value) {
        if (value.isJsonObject()) {
            StringJoiner parts = new StringJoiner(", ");
            for (Map.Entry<String, JsonElement> entry : value.getAsJsonObject().entrySet()) {
                parts.add(entry.getKey() + " " + text(entry.getValue()));
            }
            return parts.toString();
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            double number = value.getAsDouble();
            return number == Math.rint(number)
                    ? String.format(Locale.ROOT, "%,d", (long) number)
                    : value.getAsString();
        }
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
}
