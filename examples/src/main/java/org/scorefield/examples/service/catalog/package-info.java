// SPDX-License-Identifier: Apache-2.0
/**
 * What a service can audit: the zoo by name, and uploads by the hash of their bytes. A name that
 * comes with a request is looked up here and never used as a path. Knows no HTTP.
 *
 * <p>{@link org.scorefield.examples.service.catalog.Checkpoints} and {@link
 * org.scorefield.examples.service.catalog.References} look up, {@link
 * org.scorefield.examples.service.catalog.UploadStore} keeps files, and {@link
 * org.scorefield.examples.service.catalog.AuditWork} is an audit of what was found:
 *
 * <pre>{@code
 * queue.submit(request, new AuditWork(subject, data, options));
 * }</pre>
 */
@NullMarked
package org.scorefield.examples.service.catalog;

import org.jspecify.annotations.NullMarked;
