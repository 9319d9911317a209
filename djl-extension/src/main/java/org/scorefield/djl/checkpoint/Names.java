// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The nearest of some names, for messages. */
final class Names {

    private static final int LONGEST = 200;
    private static final int MOST = 20_000;

    private Names() {}

    /** Returns the name at the smallest edit distance, or null if none is near. */
    static @Nullable String nearest(String wanted, Collection<String> names) {
        String best = null;
        int bestDistance = Math.max(2, wanted.length() / 2);
        int looked = 0;
        for (String name : names) {
            if (wanted.length() > LONGEST || looked++ > MOST) {
                break;
            }
            if (name.length() > LONGEST) {
                continue;
            }
            boolean start = wanted.length() > 2 && name.startsWith(wanted);
            int distance = start ? 1 : distance(wanted, name);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        return best;
    }

    /** Returns the Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
