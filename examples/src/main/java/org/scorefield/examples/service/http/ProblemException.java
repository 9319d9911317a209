// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    static ProblemException notFound(String name, String value, String where) {
        return new ProblemException(
                new Problem(
                        404,
                        name
                                + ": expected one that is known, found "
                                + value
                                + "; "
                                + where
                                + " lists them"));
    }
}
