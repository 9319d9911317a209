// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import java.io.InputStream;
import java.util.Optional;

/**
 * A file on its way in.
 *
 * @param name what the sender calls it
 * @param card the text of its card, if one comes with it
 * @param body its bytes, read once and not closed
 */
public record Incoming(String name, Optional<String> card, InputStream body) {

    private static final int LONGEST = 100;

    /**
     * Reduces the name to letters that every file system takes.
     *
     * @param name what the sender calls it
     * @param card the text of its card, if one comes with it
     * @param body its bytes, read once and not closed
     */
    public Incoming {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = last.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "");
        plain = plain.substring(Math.max(0, plain.length() - LONGEST));
        name = plain.isEmpty() ? "upload" : plain;
    }
}
