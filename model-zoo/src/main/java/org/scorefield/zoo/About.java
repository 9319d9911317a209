// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

/**
 * What an entry is, in words.
 *
 * @param name the name of the entry, and of its folder
 * @param description what it is, in a few words
 * @param family the entries that differ in one thing only and are compared, such as fashion-mnist
 * @param licence the licence of the weights
 */
public record About(String name, String description, String family, String licence) {}
