// SPDX-License-Identifier: Apache-2.0
/**
 * Audits and fields over HTTP: routes over the rooms queue, catalog and model. Only this room knows
 * the web framework.
 *
 * <pre>{@code
 * try (AuditService service = AuditService.start(ServiceOptions.in(folder).withPort(0))) {
 *     System.out.println("http://127.0.0.1:" + service.port() + "/health");
 * }
 * }</pre>
 *
 * <p>{@link org.scorefield.examples.service.http.AuditService} is the door. Each group of routes is
 * a class; every refusal is a {@link org.scorefield.examples.service.http.Problem}. There is
 * neither authentication nor encryption: that is the work of a proxy.
 */
@NullMarked
package org.scorefield.examples.service.http;

import org.jspecify.annotations.NullMarked;
