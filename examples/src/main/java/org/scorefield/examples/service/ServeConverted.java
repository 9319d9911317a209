// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.translate.TranslateException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a directory that {@code convert} has made, over HTTP on this machine.
 *
 * <p>{@code POST /predictions/denoiser} (or score, epsilon, velocity, output) takes an NDList in
 * DJL's encoding, [x, t] with x [batch, *shape] and t [batch] in [0, 1], 1 = noise, and answers
 * with an NDList of the quantity at x. An input that does not fit is answered with 400 and a
 * sentence.
 */
public final class ServeConverted implements AutoCloseable {

    private static final String PATH = "/predictions/";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final ZooModel<Input, Output> model;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpServer server;

    /**
     * Loads the model and starts to serve.
     *
     * @param directory a DJL model directory
     * @param port a free port, or 0 for any
     * @throws IOException if the port is taken or the directory cannot be read
     * @throws ModelNotFoundException if the directory holds no model
     * @throws MalformedModelException if the model cannot be loaded
     */
    public ServeConverted(Path directory, int port)
            throws IOException, ModelNotFoundException, MalformedModelException {
        model =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelPath(directory)
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .build()
                        .loadModel();
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(PATH, this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Serves until the process is ended.
     *
     * @param args the directory and the port
     * @throws Exception if the service does not start
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("Usage: ServeConverted DIRECTORY PORT");
            System.exit(2);
        }
        ServeConverted service = new ServeConverted(Path.of(args[0]), Integer.parseInt(args[1]));
        System.out.println("Serving " + args[0] + " on port " + service.port());
    }

    /**
     * The port.
     *
     * @return the port that was asked for, or the one that was free
     */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        model.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            Input input = new Input();
            input.addProperty(
                    "quantity", exchange.getRequestURI().getPath().substring(PATH.length()));
            input.add(exchange.getRequestBody().readAllBytes());
            input.addProperty("Content-Type", "tensor/ndlist");
            try (Predictor<Input, Output> predictor = model.newPredictor()) {
                send(exchange, OK, predictor.predict(input).getData().getAsBytes());
            } catch (TranslateException | IllegalArgumentException e) {
                Throwable reason = e.getCause() == null ? e : e.getCause();
                send(
                        exchange,
                        BAD_REQUEST,
                        String.valueOf(reason.getMessage()).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
