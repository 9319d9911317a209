// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.browser;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A page of a browser, driven by the DevTools protocol; it keeps what the page said. */
final class Tab implements AutoCloseable, WebSocket.Listener {
    private static final long SECONDS = 60;
    private static final Gson GSON = new Gson();

    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private final String session;

    private Tab(URI devTools) {
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(devTools, this)
                        .orTimeout(SECONDS, TimeUnit.SECONDS)
                        .join();
        String target =
                text(send("", "Target.createTarget", Map.of("url", "about:blank")), "targetId");
        session =
                text(
                        send(
                                "",
                                "Target.attachToTarget",
                                Map.of("targetId", target, "flatten", true)),
                        "sessionId");
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            call(domain + ".enable", Map.of());
        }
        call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    }

    static Tab open(URI devTools) {
        return new Tab(devTools);
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    /** Calls a method of the protocol on this page and waits for its result. */
    JsonObject call(String method, Map<String, ?> parameters) {
        return send(session, method, parameters);
    }

    private JsonObject send(String to, String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        JsonObject message = new JsonObject();
        message.addProperty("id", id);
        message.addProperty("method", method);
        message.add("params", GSON.toJsonTree(parameters));
        if (!to.isEmpty()) {
            message.addProperty("sessionId", to);
        }
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true).orTimeout(SECONDS, TimeUnit.SECONDS).join();
        JsonObject found = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (found.has("error")) {
            throw new IllegalStateException(method + ": " + found.get("error"));
        }
        return found.getAsJsonObject("result");
    }

    /** Opens a file and waits until it is drawn. */
    void show(Path file) {
        complaints.clear();
        requests.clear();
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        String loaded =
                "document.readyState === 'complete' && location.href !== 'about:blank'"
                        + " && decodeURI(location.pathname).endsWith('"
                        + file.getFileName()
                        + "')";
        while (!evaluate(loaded).getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(file + ": expected a loaded page, found none");
            }
        }
        settle();
    }

    /** Waits for two frames, so that layout and charts have followed. */
    void settle() {
        evaluate(
                "new Promise(done => requestAnimationFrame(() => requestAnimationFrame("
                        + "() => done(true))))");
    }

    /** The value of an expression in the page; waits for a promise. */
    JsonElement evaluate(String expression) {
        JsonObject answer =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        JsonElement value = answer.getAsJsonObject("result").get("value");
        return value == null ? JsonParser.parseString("null") : value;
    }

    /** The strings of an array that an expression gives. */
    List<String> strings(String expression) {
        return evaluate(expression).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Emulates a medium, {@code screen} or {@code print}, with a colour scheme. */
    void medium(String medium, String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        medium,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        settle();
    }

    /** Sets the width of the window in CSS pixels. */
    void width(int pixels) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        settle();
    }

    /** Presses a key: Tab or Enter. */
    void press(String key) {
        int code = key.equals("Tab") ? 9 : 13;
        String text = key.equals("Enter") ? "\r" : "";
        for (String type : List.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "key",
                            key,
                            "code",
                            key,
                            "windowsVirtualKeyCode",
                            code,
                            "text",
                            type.equals("keyUp") ? "" : text));
        }
    }

    /** Errors and warnings of the console, exceptions, and what the log says. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Addresses that the page asked for since it was shown. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            receive(JsonParser.parseString(part.toString()).getAsJsonObject());
            part.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void receive(JsonObject message) {
        if (message.has("id")) {
            CompletableFuture<JsonObject> answer = answers.remove(message.get("id").getAsInt());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        JsonObject about = message.getAsJsonObject("params");
        switch (text(message, "method")) {
            case "Network.requestWillBeSent" ->
                    requests.add(text(about.getAsJsonObject("request"), "url"));
            case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(about.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(text(about, "type"))) {
                    complaints.add(about.toString());
                }
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
