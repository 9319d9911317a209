// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.util.List;
import java.util.stream.Stream;

/** Options of an audit that ends in a second or two. */
final class SmallAudit {
    /** Sizes alone. */
    static final List<Object> SIZES =
            List.of(
                    "--levels",
                    2,
                    "--samples",
                    64,
                    "--images",
                    0,
                    "--energy-states",
                    4,
                    "--energy-reference",
                    48,
                    "--blind-runs",
                    2,
                    "--generation-steps",
                    4,
                    "--ridge-samples",
                    4,
                    "--ridge-steps",
                    4,
                    "--ridge-held-out",
                    4,
                    "--ridge-reference",
                    48,
                    "--support-steps",
                    4,
                    "--support-samples",
                    2,
                    "--support-reference",
                    48);

    /** Sizes, and the evaluators by name. */
    static final List<Object> ALL_EVALUATORS =
            Stream.concat(
                            SIZES.stream(),
                            Stream.of("score-error", "marginal-energy", "ridge", "support")
                                    .flatMap(name -> Stream.of("--evaluator", name)))
                    .toList();

    private SmallAudit() {}
}
