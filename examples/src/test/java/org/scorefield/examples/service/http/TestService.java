// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** A real service on a free port, and a client of it. */
final class TestService implements AutoCloseable {

    /** A deadline that only a failure meets: an audit of these tests takes seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String BOUNDARY = "----part";

    private final AuditService service;
    private final HttpClient client = HttpClient.newHttpClient();

    TestService(ServiceOptions options) throws IOException {
        service = AuditService.start(options.withPort(0));
    }

    /** A response whose body is JSON. */
    record Answer(int status, JsonObject json, Map<String, String> headers) {
        String text(String key) {
            return json.get(key).getAsString();
        }

        /** The message of an error; fails where the shape is another. */
        String problem() {
            JsonObject error = json.getAsJsonObject("error");
            assertThat(error.get("status").getAsInt()).isEqualTo(status);
            return error.get("message").getAsString();
        }
    }

    Answer get(String path) throws Exception {
        return json(send(HttpRequest.newBuilder(uri(path))));
    }

    String text(String path) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    Answer delete(String path) throws Exception {
        return json(send(HttpRequest.newBuilder(uri(path)).DELETE()));
    }

    Answer post(String path, String body) throws Exception {
        return json(
                send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))));
    }

    Answer upload(String path, Path file) throws Exception {
        return json(
                send(
                        HttpRequest.newBuilder(uri(path + "?name=" + file.getFileName()))
                                .header("Content-Type", "application/octet-stream")
                                .POST(BodyPublishers.ofFile(file))));
    }

    Answer uploadForm(String path, Path file, Path card) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        part(form, "name=\"card\"", Files.readAllBytes(card));
        part(
                form,
                "name=\"file\"; filename=\"" + file.getFileName() + "\"",
                Files.readAllBytes(file));
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return json(
                send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                                .POST(BodyPublishers.ofByteArray(form.toByteArray()))));
    }

    /** The lines of the events of an audit, until the service ends them. */
    HttpResponse<Stream<String>> events(String audit) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(audit + "/events")).timeout(PATIENCE).build(),
                BodyHandlers.ofLines());
    }

    /** Follows the events until the audit has ended. */
    Answer ended(String audit) throws Exception {
        try (Stream<String> lines = events(audit).body()) {
            assertThat(lines.anyMatch("event: end"::equals)).as("an end").isTrue();
        }
        return get(audit);
    }

    /** Follows the events until the network is at work. */
    void running(String audit) throws Exception {
        try (Stream<String> lines = events(audit).body()) {
            assertThat(lines.anyMatch(line -> line.startsWith("data: ") && stage(line) >= 3))
                    .as("a network at work")
                    .isTrue();
        }
    }

    /** Loading is the first stage, reading the second, measuring the third. */
    private static int stage(String data) {
        return JsonParser.parseString(data.substring("data: ".length()))
                .getAsJsonObject()
                .getAsJsonObject("stage")
                .get("number")
                .getAsInt();
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static Answer json(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type"))
                .as(response.statusCode() + " " + response.body())
                .contains("application/json");
        var body = JsonParser.parseString(response.body());
        JsonObject json = new JsonObject();
        if (body.isJsonObject()) {
            json = body.getAsJsonObject();
        } else {
            json.add("list", body);
        }
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Answer(response.statusCode(), json, headers);
    }

    private static void part(ByteArrayOutputStream form, String disposition, byte[] bytes) {
        String head =
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(bytes);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
}
