// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

/**
 * Held-out data, which several entries may share.
 *
 * @param name the name of its folder
 * @param description what it is, in a sentence
 * @param licence its licence
 * @param artifact its files; the one to open is the data
 */
public record ZooReference(String name, String description, String licence, Artifact artifact) {}
