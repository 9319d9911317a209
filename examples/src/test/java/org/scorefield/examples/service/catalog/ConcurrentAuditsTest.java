// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions;
import org.scorefield.evaluation.support.SupportOptions;
import org.scorefield.evaluation.support.SupportProcess;
import org.scorefield.examples.service.queue.AuditJob;
import org.scorefield.examples.service.queue.AuditQueue;
import org.scorefield.examples.service.queue.AuditRequest;
import org.scorefield.examples.service.queue.QueueOptions;
import org.scorefield.examples.subject.Subject;
import org.scorefield.zoo.Zoo;

/**
 * The engine keeps its gradient mode per thread and shares a network's weights: audits in two
 * threads must not feel each other.
 */
class ConcurrentAuditsTest {

    /** A deadline that only a failure meets. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int LEVELS = 2;
    private static final int POINTS = 48;
    private static final int STEPS = 4;
    private static final int FEW = 4;

    /** Every evaluator, as small as it can be. */
    private static final AuditOptions OPTIONS =
            AuditOptions.DEFAULT
                    .withEvaluators(Audit.evaluators())
                    .withLevels(LEVELS)
                    .withSamples(64)
                    .withImages(0)
                    .withSeed(3)
                    .withMarginalEnergy(
                            new MarginalEnergyOptions(
                                    TimePrior.uniform(0.001, 0.999),
                                    LEVELS,
                                    FEW,
                                    2,
                                    STEPS,
                                    POINTS,
                                    0,
                                    64))
                    .withRidge(
                            RidgeEvaluatorOptions.DEFAULT
                                    .withWay(
                                            new RidgeEvaluatorOptions.Way(
                                                    RidgeEvaluatorOptions.Process.REVERSE_SDE,
                                                    FEW,
                                                    STEPS,
                                                    FEW))
                                    .withReference(POINTS))
                    .withSupport(
                            SupportOptions.DEFAULT
                                    .withPath(
                                            new SupportOptions.Path(
                                                    SupportProcess.DDIM,
                                                    OptionalInt.of(STEPS),
                                                    OptionalDouble.empty()))
                                    .withSamples(2));

    @Test
    void audits_atTheSameTime_giveTheNumbersOfOneAfterTheOther() throws Exception {
        // The first two are the same network, which one compiled file serves.
        List<String> names =
                List.of("circles-velocity-2", "circles-velocity-2", "two-moons-sample");
        List<String> alone = new ArrayList<>();
        for (String name : names.subList(1, 3)) {
            alone.add(work(name).run(ProgressListener.NONE).json().get("evaluations").toString());
        }
        alone.add(0, alone.get(0));
        assertThat(together(names)).as("seed %d", OPTIONS.seed()).isEqualTo(alone);
    }

    private static List<String> together(List<String> names) throws Exception {
        CyclicBarrier start = new CyclicBarrier(names.size());
        List<String> found = new ArrayList<>();
        try (AuditQueue queue =
                new AuditQueue(
                        new QueueOptions(names.size(), 1, names.size()), Clock.systemUTC())) {
            List<AuditJob> jobs = new ArrayList<>();
            for (String name : names) {
                AuditWork work = work(name);
                jobs.add(
                        queue.submit(
                                new AuditRequest(name, name, OPTIONS),
                                progress -> {
                                    start.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                                    return work.run(progress);
                                }));
            }
            for (AuditJob job : jobs) {
                AuditJob now = job;
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (!now.state().ended()) {
                    assertThat(System.nanoTime()).as("deadline, at %s", now).isLessThan(end);
                    now = queue.awaitChange(now, PATIENCE).orElseThrow();
                }
                assertThat(now.failure()).isEmpty();
                found.add(
                        queue.result(now.id()).orElseThrow().json().get("evaluations").toString());
            }
        }
        return found;
    }

    private static AuditWork work(String name) throws IOException {
        return new AuditWork(
                Subject.of(Zoo.entry(name)),
                new AuditWork.Data(name, Zoo.entry(name).reference()),
                OPTIONS);
    }
}
