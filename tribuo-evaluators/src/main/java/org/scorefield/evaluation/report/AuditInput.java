// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;

/**
 * What every evaluator of an audit is given.
 *
 * @param subject what is audited
 * @param model the model
 * @param reference held-out data in the model's range
 * @param options how to audit
 */
public record AuditInput(
        AuditSubject subject, FieldModel model, ReferenceData reference, AuditOptions options) {}
