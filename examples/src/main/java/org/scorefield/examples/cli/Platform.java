// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

/**
 * What must be said to the engine before its first class is loaded: natives come from the jar,
 * nothing is downloaded, nothing is reported to anyone, and the log is quiet.
 *
 * <p>A property that the caller has set with {@code -D} stays as it is, so that {@code
 * -Dai.djl.offline=false} lets the engine fetch natives for a graphics card.
 */
final class Platform {

    private Platform() {}

    /**
     * Sets the properties that are not set yet.
     *
     * @param logLevel the log's level on standard error, as {@code error} or {@code info}
     */
    static void prepare(String logLevel) {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent("java.awt.headless", "true");
        setIfAbsent("org.slf4j.simpleLogger.defaultLogLevel", logLevel);
        // It logs as an error what a command says in a sentence: that a port is taken.
        setIfAbsent("org.slf4j.simpleLogger.log.io.javalin", "off");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
