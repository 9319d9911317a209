// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

/**
 * How far an audit is as a whole, in evaluators.
 *
 * @param evaluator the one that runs or ran last, empty before the first
 * @param done evaluators that have ended, whether they found something or refused
 * @param total evaluators in all
 */
public record Overall(String evaluator, int done, int total) {

    static Overall before(AuditRequest request) {
        return new Overall("", 0, request.options().evaluators().size());
    }

    Overall finished() {
        return new Overall(evaluator, total, total);
    }
}
