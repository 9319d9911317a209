// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;

/**
 * The layers PREFIX.N.weight of a state dict, as {@code torch.nn.Sequential} numbers them; layers
 * without parameters leave gaps.
 *
 * @param keys the prefixes with their numbers, in the order of the numbers, as {@code net.2}
 */
record NumberedLayers(List<String> keys) {

    /** Finds the layers under a prefix; none give an empty list. */
    static NumberedLayers of(StateDict weights, String prefix) {
        Pattern pattern = Pattern.compile(Pattern.quote(prefix) + "\\.(\\d{1,4})\\.weight");
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String name : weights.names()) {
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        List<String> keys = new ArrayList<>();
        numbers.forEach(number -> keys.add(prefix + "." + number));
        return new NumberedLayers(List.copyOf(keys));
    }

    /** Whether there are layers and the first one's weight has this rank. */
    boolean startWithRank(StateDict weights, int rank) {
        if (keys.isEmpty()) {
            return false;
        }
        Tensor first = weights.get(keys.get(0) + ".weight");
        return first != null && first.shape().length == rank;
    }
}
