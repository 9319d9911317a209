// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

/**
 * A confidence interval.
 *
 * @param low lower end, may be minus infinity
 * @param high upper end, may be infinity
 */
public record Interval(double low, double high) {}
