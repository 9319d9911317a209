// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scorefield.evaluation.reference.ReferenceException;

/**
 * Numbers by model in a CSV file: one line a model, written as soon as it is measured, so that a
 * run that was cut off goes on where it ended.
 *
 * <p>The first line is a comment with the options; a file of other options is refused.
 */
final class ModelFile {

    private final Path file;
    private final String options;

    /**
     * A file.
     *
     * @param file its path
     * @param options what the measurements depend on, one line
     */
    ModelFile(Path file, String options) {
        this.file = file;
        this.options = "# " + options;
    }

    /** Measures one model. */
    @FunctionalInterface
    interface Measurement {

        /**
         * The numbers of a model, by name in an order that is the same for every model.
         *
         * @param model its name
         * @throws IOException if a file of the model cannot be read
         * @throws ReferenceException if the held-out data do not fit the model
         */
        Map<String, Double> of(String model) throws IOException, ReferenceException;
    }

    /**
     * Measures what the file does not hold yet, and returns all.
     *
     * @param models names of the models
     * @param measurement of one of them
     * @param progress where a line is printed after each model
     * @return numbers by name, by model
     */
    Map<String, Map<String, Double>> complete(
            List<String> models, Measurement measurement, PrintWriter progress)
            throws IOException, ReferenceException {
        Map<String, Map<String, Double>> known = read();
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        for (String model : models) {
            Map<String, Double> numbers = known.get(model);
            if (numbers == null) {
                long began = System.nanoTime();
                numbers = measurement.of(model);
                append(model, numbers);
                double seconds = (System.nanoTime() - began) / 1e9;
                progress.printf(
                        "%s %d/%d %s: %.1f s%n",
                        file.getFileName(), all.size() + 1, models.size(), model, seconds);
                progress.flush();
            }
            all.put(model, numbers);
        }
        return all;
    }

    private void append(String model, Map<String, Double> numbers) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            lines.add(options);
            lines.add("model," + String.join(",", numbers.keySet()));
        }
        lines.add(
                model
                        + ","
                        + numbers.values().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",")));
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Map<String, Map<String, Double>> read() throws IOException {
        Map<String, Map<String, Double>> known = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return known;
        }
        List<String> lines = Files.readAllLines(file);
        if (!lines.get(0).equals(options)) {
            throw new IOException(
                    file
                            + ": expected measurements with \""
                            + options
                            + "\", found \""
                            + lines.get(0)
                            + "\"; give another folder, or delete the file");
        }
        String[] names = lines.get(1).split(",");
        for (String line : lines.subList(2, lines.size())) {
            String[] cells = line.split(",");
            Map<String, Double> numbers = new LinkedHashMap<>();
            for (int i = 1; i < names.length; i++) {
                numbers.put(names[i], Double.valueOf(cells[i]));
            }
            known.put(cells[0], numbers);
        }
        return known;
    }
}
