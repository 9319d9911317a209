// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

/**
 * How busy a queue is.
 *
 * @param running audits that run
 * @param queued audits that wait
 */
public record QueueLoad(int running, int queued) {}
