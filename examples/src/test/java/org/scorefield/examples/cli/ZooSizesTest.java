// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import picocli.CommandLine;

/** What {@code zoo --audit} measures where it is not told. */
class ZooSizesTest {
    private static final int OTHER = 70;

    @Test
    void of_nothingGiven_isAllEvaluatorsAndFewerSamples() {
        AuditOptions options = sized(AuditOptions.DEFAULT);
        assertThat(options.evaluators()).isEqualTo(Audit.evaluators());
        assertThat(options.samples()).isEqualTo(512).isLessThan(AuditOptions.DEFAULT.samples());
        assertThat(options.marginalEnergy().states())
                .isEqualTo(12)
                .isLessThan(AuditOptions.DEFAULT.marginalEnergy().states());
        assertThat(options)
                .as("all else is that of an audit")
                .isEqualTo(
                        AuditOptions.DEFAULT
                                .withEvaluators(Audit.evaluators())
                                .withSamples(512)
                                .withMarginalEnergy(options.marginalEnergy()));
    }

    @Test
    void of_allGiven_isWhatIsGiven() {
        AuditOptions given =
                AuditOptions.DEFAULT.withSamples(OTHER).withEvaluators(List.of("ridge"));
        assertThat(sized(given, "--samples", "70", "--energy-states", "48", "--evaluator", "ridge"))
                .isEqualTo(given);
        assertThat(sized(AuditOptions.DEFAULT, "--samples", "2048").samples())
                .as("the size of an audit may be asked for")
                .isEqualTo(AuditOptions.DEFAULT.samples());
    }

    private static AuditOptions sized(AuditOptions options, String... arguments) {
        return ZooSizes.of(options, new CommandLine(new ZooCommand()).parseArgs(arguments));
    }
}
