// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/**
 * The statements of one method, written in order.
 *
 * <p>Each result gets a name of its own: the interpreter frees a tensor after its last use,
 * whatever the names.
 */
final class Code {

    /** The run-time size of the batch. */
    static final String BATCH = "batch";

    /** The run-time number of directions; tangents have {@link #FOLDED} rows. */
    static final String DIRECTIONS = "directions";

    /** directions * batch. */
    static final String FOLDED = "folded";

    /** The run-time memory format of images: 0 channels first, 2 channels last. */
    static final String LAYOUT = "layout";

    private final StringBuilder text = new StringBuilder();
    private String indent = "    ";
    private int names;

    /** The name of a new variable that holds an expression's value. */
    String let(String expression) {
        if (Names.identifier(expression)) {
            return expression;
        }
        String name = fresh();
        run(name + " = " + expression);
        return name;
    }

    /** A name not used before. */
    String fresh() {
        return "v" + names++;
    }

    /** Writes a statement. */
    void run(String statement) {
        text.append(indent).append(statement).append('\n');
    }

    /** Opens a loop and returns its index; {@link #end} closes it. */
    String loop(String range) {
        String index = fresh();
        run("for " + index + " in range(" + range + "):");
        indent += "  ";
        return index;
    }

    /** Closes the innermost loop. */
    void end() {
        indent = indent.substring(2);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
