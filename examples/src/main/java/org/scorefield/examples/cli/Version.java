// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest states. */
final class Version implements IVersionProvider {

    private static final String UNPACKED = "unpackaged";

    /** For the parser. */
    Version() {}

    @Override
    public String[] getVersion() {
        return new String[] {"scorefield " + number()};
    }

    /**
     * The version's number.
     *
     * @return the version of the jar, or "unpackaged" for a folder of classes
     */
    static String number() {
        return Objects.requireNonNullElse(
                Version.class.getPackage().getImplementationVersion(), UNPACKED);
    }
}
