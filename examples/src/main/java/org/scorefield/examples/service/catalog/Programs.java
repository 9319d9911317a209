// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

/** What to do with an upload that is a program: a TorchScript file, which runs what it likes. */
public enum Programs {
    /** It is refused. */
    REFUSED,
    /** It is taken, and runs with the rights of the service when it is audited. */
    ALLOWED
}
