// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists in messages: the first few, then how many more. */
final class Listing {

    private Listing() {}

    static String of(Collection<String> items, int shown) {
        String first = items.stream().limit(shown).collect(Collectors.joining(", "));
        int more = items.size() - shown;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
