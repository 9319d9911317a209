// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.javalin.http.Context;

/** JSON as it goes out. */
final class Responses {

    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Responses() {}

    static void json(Context ctx, JsonElement body) {
        ctx.contentType("application/json").result(text(body));
    }

    static String text(JsonElement body) {
        return GSON.toJson(body);
    }
}
