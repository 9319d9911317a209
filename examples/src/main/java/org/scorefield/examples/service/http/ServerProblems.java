// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Gives what the server itself refuses, before it comes to a route, the shape of every refusal: a
 * path that is no path, headers that are too long, an error of the machine.
 */
final class ServerProblems implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String body = Responses.text(new Problem(status, HttpStatus.getMessage(status)).toJson());
        Content.Sink.write(response, true, body, callback);
        return true;
    }
}
