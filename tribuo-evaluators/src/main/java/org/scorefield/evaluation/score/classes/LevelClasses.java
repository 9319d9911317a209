// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import java.util.List;
import org.scorefield.evaluation.potential.TestFunctions;

/**
 * The classes of potentials of one half at one level.
 *
 * @param names texts of {@link TestFunctionSpec}
 * @param functions the classes; linear ones first
 * @param notes what was left out and why
 */
public record LevelClasses(List<String> names, List<TestFunctions> functions, List<String> notes) {

    /**
     * Copies.
     *
     * @param names texts of {@link TestFunctionSpec}
     * @param functions the classes; linear ones first
     * @param notes what was left out and why
     */
    public LevelClasses {
        names = List.copyOf(names);
        functions = List.copyOf(functions);
        notes = List.copyOf(notes);
    }

    int features() {
        return functions.stream().mapToInt(TestFunctions::features).sum();
    }
}
