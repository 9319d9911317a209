// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import com.google.gson.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a request is not answered as asked. Every refusal has this one shape:
 *
 * <pre>
 * {"error": {"status": 400, "message": "levels: expected at least 1, found 0; ask for more",
 *            "name": "levels", "expected": "at least 1", "found": "0", "do": "ask for more"}}
 * </pre>
 *
 * The last four are there where the message has that form, as those of the library have.
 *
 * @param status the status of the response
 * @param message one sentence
 */
public record Problem(int status, String message) {

    private static final Pattern FORM =
            Pattern.compile("(?:(.+?): )?expected (.+?), found (.+); (.+)", Pattern.DOTALL);

    /**
     * The body of the response.
     *
     * @return the body of the response
     */
    public JsonObject toJson() {
        JsonObject error = new JsonObject();
        error.addProperty("status", status);
        error.addProperty("message", message);
        Matcher form = FORM.matcher(message);
        if (form.matches()) {
            if (form.group(1) != null) {
                error.addProperty("name", form.group(1));
            }
            error.addProperty("expected", form.group(2));
            error.addProperty("found", form.group(3));
            error.addProperty("do", form.group(4));
        }
        JsonObject json = new JsonObject();
        json.add("error", error);
        return json;
    }
}
