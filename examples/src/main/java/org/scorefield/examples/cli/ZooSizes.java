// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import picocli.CommandLine.ParseResult;

/**
 * What an audit of the whole zoo takes where the command line says nothing: all evaluators, and
 * fewer samples than an audit of one checkpoint, so that it ends within an hour of processor time.
 */
final class ZooSizes {

    /** Noised samples at each level, for the score error. */
    static final int SAMPLES = 512;

    /** States at each place and level, for the marginal energy. */
    static final int ENERGY_STATES = 12;

    private ZooSizes() {}

    /**
     * Options with these sizes.
     *
     * @param options of the command line
     * @param given what the command line says
     */
    static AuditOptions of(AuditOptions options, ParseResult given) {
        AuditOptions sized = options;
        if (!given.hasMatchedOption("--evaluator")) {
            sized = sized.withEvaluators(Audit.evaluators());
        }
        if (!given.hasMatchedOption("--samples")) {
            sized = sized.withSamples(SAMPLES);
        }
        if (!given.hasMatchedOption("--energy-states")) {
            MarginalEnergyOptions energy = options.marginalEnergy();
            sized =
                    sized.withMarginalEnergy(
                            new MarginalEnergyOptions(
                                    energy.prior(),
                                    energy.levels(),
                                    ENERGY_STATES,
                                    energy.runs(),
                                    energy.steps(),
                                    energy.reference(),
                                    energy.seed(),
                                    energy.batchSize()));
        }
        return sized;
    }
}
