// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

/** An upload that is not taken, with the reason in one sentence. */
public final class UploadException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The file is larger than may be. */
        TOO_LARGE,
        /** All files that are kept are in use. */
        NO_ROOM,
        /** The file is read and refused. */
        REFUSED,
        /** An audit needs the file. */
        IN_USE
    }

    /** Why the upload is not taken. */
    private final Reason reason;

    UploadException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@return why the upload is not taken} */
    public Reason reason() {
        return reason;
    }
}
