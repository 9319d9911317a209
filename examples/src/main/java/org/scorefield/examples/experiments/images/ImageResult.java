// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import java.util.List;

/**
 * What a process made of the noise.
 *
 * @param name for files
 * @param title for tables
 * @param steps number of steps
 * @param quality against held-out images
 * @param drift the error on the way; empty for a process without time
 * @param pixels the first images, one after another
 * @param seconds wall-clock time of the sampling
 */
record ImageResult(
        String name,
        String title,
        int steps,
        ImageQuality quality,
        List<DriftProbe.Point> drift,
        float[] pixels,
        double seconds) {

    ImageResult {
        drift = List.copyOf(drift);
        pixels = pixels.clone();
    }

    @Override
    public float[] pixels() {
        return pixels.clone();
    }

    /** The error at the time nearest to one. */
    DriftProbe.Point driftAt(double t) {
        DriftProbe.Point best = drift.get(0);
        for (DriftProbe.Point point : drift) {
            if (Math.abs(point.t() - t) < Math.abs(best.t() - t)) {
                best = point;
            }
        }
        return best;
    }
}
