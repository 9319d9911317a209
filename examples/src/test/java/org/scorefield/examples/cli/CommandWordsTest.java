// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.report.AuditOptions;
import picocli.CommandLine;

class CommandWordsTest {
    private static final int CASES = 200;
    private static final long SEED = 20_261_122;

    /** Every option of an audit, with some values that it takes. */
    private static final List<List<String>> OPTIONS =
            List.of(
                    List.of("--evaluator", "ridge", "support", "marginal-energy", "score-error"),
                    List.of("--levels", "1", "3", "20"),
                    List.of("--samples", "16", "70"),
                    List.of("--seed", "-4", "9007199254740993"),
                    List.of("--batch", "1", "5", "512"),
                    List.of("--images", "0", "2"),
                    List.of("--reference-role", "whole", "sample"),
                    List.of("--test-functions", "linear", "quadratic:3", "linear,fourier:8@2"),
                    List.of("--confidence", "0.9", "0.999"),
                    List.of("--fit-samples", "8", "100"),
                    List.of("--estimator", "plug-in", "ridge", "cross-fitted"),
                    List.of("--time-budget", "90s", "10m", "27h"),
                    List.of("--prior", "0.05:0.95", "0.001:0.3333333333333333"),
                    List.of("--energy-states", "2", "13"),
                    List.of("--energy-reference", "2", "300"),
                    List.of("--blind-runs", "2", "31"),
                    List.of("--generation-steps", "1", "7"),
                    List.of("--support-process", "heun", "edm", "ancestral", "euler-maruyama"),
                    List.of("--support-steps", "2", "60"),
                    List.of("--support-end", "0.1", "1.0E-5"),
                    List.of("--support-samples", "1", "9"),
                    List.of("--support-vectors", "4", "5"),
                    List.of("--support-directions", "1", "3"),
                    List.of("--support-reference", "2", "77"),
                    List.of("--ridge-process", "flow", "sde"),
                    List.of("--ridge-samples", "2", "12"),
                    List.of("--ridge-steps", "2", "12"),
                    List.of("--ridge-held-out", "2", "12"),
                    List.of("--ridge-directions", "1", "2"),
                    List.of("--ridge-largest", "1", "5"),
                    List.of("--ridge-radius", "0.25", "1.0E-7"),
                    List.of("--ridge-kappa", "0.1", "3"),
                    List.of("--ridge-reference", "2", "12"));

    @Test
    void words_ofRandomOptions_parseToTheSameOptions() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            List<String> given = new ArrayList<>();
            for (List<String> option : OPTIONS) {
                if (random.nextBoolean()) {
                    given.add(option.get(0));
                    given.add(option.get(1 + random.nextInt(option.size() - 1)));
                }
            }
            AuditOptions options = parse(given);
            List<String> written = new CommandWords().with(options).words();
            assertThat(parse(written).toJson())
                    .as("case %d of seed %d: %s", i, SEED, given)
                    .isEqualTo(options.toJson());
        }
    }

    @Test
    void words_ofTheDefault_nameWhatAReleaseChooses() {
        assertThat(new CommandWords().with(AuditOptions.DEFAULT).words())
                .containsSequence("--levels", "8")
                .containsSequence("--seed", "0")
                .containsSequence("--blind-runs", "16")
                .doesNotContain("--support-directions", "--ridge-radius", "--time-budget");
    }

    @Test
    void line_ofOtherThanPlainWords_isQuotedForAShell() {
        assertThat(
                        new CommandWords("scorefield", "audit", "my models/it's.pt")
                                .with("--card", "a$b.json")
                                .with("--seed", 3)
                                .line())
                .isEqualTo("scorefield audit 'my models/it'\\''s.pt' --card 'a$b.json' --seed 3");
        assertThat(new CommandWords("scorefield", "").line()).isEqualTo("scorefield ''");
    }

    private static AuditOptions parse(List<String> words) {
        AuditArguments arguments = new AuditArguments();
        CommandLine line = new CommandLine(new Holder(arguments));
        line.parseArgs(words.toArray(String[]::new));
        return arguments.options();
    }

    /** A command that takes nothing but the options of an audit. */
    @CommandLine.Command(name = "holder")
    private static final class Holder {
        @CommandLine.Mixin private final AuditArguments arguments;

        Holder(AuditArguments arguments) {
            this.arguments = arguments;
        }
    }
}
