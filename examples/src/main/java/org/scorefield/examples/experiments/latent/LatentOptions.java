// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

/**
 * How large the experiment is.
 *
 * @param samples generated latents, and as many held-out ones beside them
 * @param steps of Euler-Maruyama, equal ones in log tau
 * @param every steps between two entries of the ledger
 * @param points training latents that make the ridge, from the first
 * @param directions d, tangent directions of the ridge
 * @param seed of every random number
 */
record LatentOptions(int samples, int steps, int every, int points, int directions, long seed) {}
