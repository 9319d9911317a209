// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import java.time.Duration;

/**
 * How much a store keeps.
 *
 * @param bytes the largest file
 * @param files the most files; the one that was not used for longest goes first
 * @param age a file that was not used for so long goes when the next one comes
 */
public record UploadLimits(long bytes, int files, Duration age) {

    /** 512 MiB a file, 16 files, a day. */
    public static final UploadLimits DEFAULT = new UploadLimits(512L << 20, 16, Duration.ofDays(1));

    /**
     * Checks the values.
     *
     * @param bytes the largest file
     * @param files the most files; the one that was not used for longest goes first
     * @param age a file that was not used for so long goes when the next one comes
     */
    public UploadLimits {
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    "bytes: expected at least 1, found " + bytes + "; give a larger number");
        }
        if (files < 1) {
            throw new IllegalArgumentException(
                    "files: expected at least 1, found " + files + "; give a larger number");
        }
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException(
                    "age: expected more than nothing, found " + age + "; give a longer time");
        }
    }
}
