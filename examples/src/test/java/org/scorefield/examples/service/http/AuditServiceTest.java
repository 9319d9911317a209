// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.examples.cli.SmallCheckpoint;
import org.scorefield.examples.service.catalog.Programs;
import org.scorefield.examples.service.catalog.UploadLimits;
import org.scorefield.examples.service.http.TestService.Answer;
import org.scorefield.examples.service.queue.QueueOptions;
import org.scorefield.zoo.Zoo;

/** The whole service, asked by a client as it is asked in use. */
class AuditServiceTest {

    private static final String SMALL = "two-moons-sample";
    private static final String FLOW = "circles-velocity-2";

    /** More than any test waits for. */
    private static final String ENDLESS =
            "{\"checkpoint\": \"circles-velocity-2\", \"samples\": 10000000, \"levels\": 2}";

    /** Health is a few lines of text; on a machine under load a thread may wait for its turn. */
    private static final Duration QUICK = Duration.ofSeconds(2);

    /** The same network on the same machine, through another path: only rounding may differ. */
    private static final float ROUNDING = 1e-6f;

    private static final long LIMIT = 1 << 20;

    @TempDir private static Path work;
    private static TestService service;

    @TempDir Path folder;

    @BeforeAll
    static void start() throws IOException {
        service =
                new TestService(
                        ServiceOptions.in(work)
                                .withQueue(new QueueOptions(1, 1, 4))
                                .withUploads(new UploadLimits(LIMIT, 4, Duration.ofHours(1))));
    }

    @AfterAll
    static void end() throws IOException {
        service.close();
        assertThat(work).as("what is left of uploads").isEmptyDirectory();
    }

    @Test
    void audit_ofTheZoo_isFollowedToTheReportThatTheLibraryWrites() throws Exception {
        Answer accepted =
                service.post(
                        "/audits",
                        "{\"checkpoint\": \"two-moons-sample\", \"levels\": 2, \"samples\": 64,"
                                + " \"seed\": 7, \"images\": 0, \"evaluators\": [\"score-error\"]}");
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        String audit = accepted.headers().get("Location");
        assertThat(audit).isEqualTo("/audits/" + accepted.text("id"));
        HttpResponse<Stream<String>> events = service.events(audit);
        assertThat(events.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        List<String> lines = events.body().toList();
        assertThat(lines).contains("event: progress", "event: end");
        Answer done = service.get(audit);
        assertThat(done.text("state")).as(done.toString()).isEqualTo("done");
        assertThat(done.json().getAsJsonObject("stage").get("fraction").getAsDouble()).isEqualTo(1);
        assertThat(done.json().get("overall").toString())
                .isEqualTo("{\"evaluator\":\"score-error\",\"done\":1,\"total\":1}");
        assertThat(done.json().getAsJsonObject("options").get("seed").getAsLong()).isEqualTo(7);
        assertThat(service.get("/audits").json().toString()).contains(accepted.text("id"));
        Answer report = service.get(audit + "/report.json");
        AuditOptions options =
                AuditOptions.DEFAULT.withLevels(2).withSamples(64).withSeed(7).withImages(0);
        try (DiffusionModel model = Zoo.entry(SMALL).load()) {
            var data =
                    ReferenceReader.read(
                            Zoo.entry(SMALL).reference(),
                            ReferenceOptions.of(model.dataShape(), model.dataRange()));
            var expected = new Audit(options, ProgressListener.NONE).run(SMALL, model, data).json();
            assertThat(report.json().get("evaluations"))
                    .isEqualTo(JsonParser.parseString(expected.get("evaluations").toString()));
            String path = Zoo.entry(SMALL).reference().toString();
            String html = service.text(audit + "/report.html");
            assertThat(html.contains("<html") && html.contains(SMALL)).as("a page").isTrue();
            assertThat(html.contains(path)).as("a path of the server").isFalse();
            assertThat(report.json().toString()).doesNotContain(path);
        }
    }

    @Test
    void upload_ofACheckpointAndData_isInspectedAndAudited() throws Exception {
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        Answer sent = service.uploadForm("/checkpoints", small.weights(), small.card());
        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        String id = sent.text("id");
        assertThat(id).matches("[0-9a-f]{64}-[0-9a-f]{12}");
        Answer inspected = service.get("/checkpoints/" + id);
        assertThat(inspected.text("architecture")).isEqualTo("MLP");
        assertThat(inspected.text("name")).isEqualTo("small.safetensors");
        assertThat(id).startsWith(inspected.text("sha256"));
        assertThat(inspected.json().toString()).doesNotContain(work.toString());
        Answer data = service.upload("/references", small.reference());
        assertThat(data.status()).as(data.toString()).isEqualTo(201);
        Answer list = service.get("/checkpoints");
        assertThat(list.json().getAsJsonArray("zoo").toString()).contains(SMALL, FLOW);
        assertThat(list.json().getAsJsonArray("uploads").toString()).contains(id);
        Answer audit =
                service.post(
                        "/audits",
                        String.format(
                                "{\"checkpoint\": \"%s\", \"reference\": \"%s\", \"levels\": 2,"
                                        + " \"samples\": 400}",
                                id, data.text("id")));
        Answer done = service.ended(audit.headers().get("Location"));
        assertThat(done.text("state")).as(done.toString()).isEqualTo("done");
        Answer report = service.get(audit.headers().get("Location") + "/report.json");
        assertThat(report.json().toString()).doesNotContain(work.toString());
        assertThat(report.json().getAsJsonObject("checkpoint").get("name").getAsString())
                .isEqualTo("small.safetensors");
    }

    @Test
    void upload_thatIsNoCheckpoint_isRefusedAsInspectRefusesIt() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.pt"), "these are not weights\n");
        Answer refused = service.upload("/checkpoints", text);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem())
                .startsWith("notes.pt: byte 0: expected safetensors, torch.save,")
                .doesNotContain(work.toString());
        assertThat(service.get("/checkpoints").json().toString()).doesNotContain("notes.pt");
    }

    @Test
    void upload_ofAProgram_isRefusedUnlessAllowed() throws Exception {
        Path directory = SmallCheckpoint.in(folder).convert(folder.resolve("model"));
        Answer refused = service.upload("/checkpoints", directory.resolve("model.pt"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).contains("TorchScript", "--allow-torchscript");
        Path own = Files.createDirectory(folder.resolve("work"));
        try (TestService trusting =
                new TestService(ServiceOptions.in(own).withPrograms(Programs.ALLOWED))) {
            Answer taken = trusting.upload("/checkpoints", directory.resolve("model.pt"));
            assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
            assertThat(trusting.get("/checkpoints/" + taken.text("id")).text("container"))
                    .isEqualTo("TorchScript");
        }
    }

    @Test
    void upload_deleted_isGone_unlessAnAuditNeedsIt() throws Exception {
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        Answer sent = service.upload("/references", small.reference());
        String place = sent.headers().get("Location");
        assertThat(service.get(place).text("id")).isEqualTo(sent.text("id"));
        Answer model = service.uploadForm("/checkpoints", small.weights(), small.card());
        String body = "{\"checkpoint\": \"%s\", \"reference\": \"%s\", \"samples\": 10000000}";
        Answer audit =
                service.post("/audits", String.format(body, model.text("id"), sent.text("id")));
        assertThat(audit.status()).as(audit.toString()).isEqualTo(202);
        Answer inUse = service.delete(place);
        assertThat(inUse.problem()).startsWith("upload: expected one that no audit needs");
        assertThat(inUse.status()).isEqualTo(409);
        service.delete(audit.headers().get("Location"));
        service.ended(audit.headers().get("Location"));
        assertThat(service.delete(place).status()).isEqualTo(200);
        assertThat(service.delete(place).status()).isEqualTo(404);
        assertThat(service.get(place).status()).isEqualTo(404);
        assertThat(service.delete("/checkpoints/" + model.text("id")).text("id"))
                .isEqualTo(model.text("id"));
    }

    @Test
    void predict_ofAnUploadWithoutACard_asksForOneWithoutAPath() throws Exception {
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        String id = service.upload("/checkpoints", small.weights()).text("id");
        Answer refused =
                service.post("/models/" + id + "/predict", "{\"x\": [[0, 0]], \"t\": 0.5}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).startsWith("small.safetensors: expected a card");
    }

    @Test
    void upload_largerThanTheLimit_isTooLarge() throws Exception {
        Path big = Files.write(folder.resolve("big.pt"), new byte[(int) LIMIT + 1]);
        assertThat(service.upload("/checkpoints", big).problem())
                .startsWith("body: expected at most 1048576 bytes, found more; ");
        Answer form = service.uploadForm("/checkpoints", big, big);
        assertThat(form.status()).as(form.toString()).isEqualTo(413);
        form.problem();
    }

    @Test
    void cancel_ofARunningAudit_endsIt_whileHealthAnswersAndTheQueueIsFull() throws Exception {
        Answer running = service.post("/audits", ENDLESS);
        String audit = running.headers().get("Location");
        service.running(audit);
        Answer waiting = service.post("/audits", ENDLESS);
        assertThat(waiting.text("state")).isEqualTo("queued");
        Answer full = service.post("/audits", ENDLESS);
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.headers()).containsEntry("Retry-After", "5");
        assertThat(full.problem()).startsWith("queue: expected room for another audit");
        long before = System.nanoTime();
        Answer health = service.get("/health");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(QUICK);
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().get("running").getAsInt()).isEqualTo(1);
        assertThat(health.json().get("queued").getAsInt()).isEqualTo(1);
        assertThat(health.text("engine")).startsWith("PyTorch ");
        Answer early = service.get(audit + "/report.html");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.problem()).contains("found it running");
        assertThat(service.delete(waiting.headers().get("Location")).text("state"))
                .isEqualTo("cancelled");
        assertThat(service.delete(audit).status()).isBetween(200, 202);
        Answer cancelled = service.ended(audit);
        assertThat(cancelled.text("state")).isEqualTo("cancelled");
        assertThat(service.get("/health").json().get("running").getAsInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|checkpoint: expected a value, found none",
                "{\"checkpoint\": \"../../etc/passwd\"}|checkpoint: expected the name of an entry",
                "{\"checkpoint\": 3}|checkpoint: expected a text, found 3",
                "{\"checkpoint\": \"two-moons-sample\", \"reference\": \"nobody\"}|reference:"
                        + " expected",
                "{\"checkpoint\": \"two-moons-sample\", \"levels\": 0}|levels: expected",
                "{\"checkpoint\": \"two-moons-sample\", \"levels\": 1001}|levels: expected at most"
                        + " 1000",
                "{\"checkpoint\": \"two-moons-sample\", \"levels\": 1.5}|levels: expected a whole",
                "{\"checkpoint\": \"two-moons-sample\", \"samples\": 1e999999999}|samples:"
                        + " expected",
                "{\"checkpoint\": \"two-moons-sample\", \"evaluators\": [\"x\"]}|evaluators:"
                        + " expected",
                "{\"checkpoint\": \"two-moons-sample\", \"evaluators\": []}|evaluators: expected",
                "{\"checkpoint\": \"two-moons-sample\", \"referenceRole\": \"x\"}|referenceRole:"
                        + " ex",
                "{\"levls\": 3}|body: expected keys among",
                "[1, 2]|body: expected a JSON object",
                "{\"checkpoint\": \"two-moons-sample\"} 1|body: expected JSON",
                "{\"checkpoint\"|body: expected JSON"
            })
    void audit_wronglyAsked_isABadRequestThatSaysWhatToDo(String body, String message)
            throws Exception {
        Answer refused = service.post("/audits", body);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.problem()).startsWith(message);
        assertThat(refused.json().getAsJsonObject("error").keySet())
                .contains("name", "expected", "found", "do");
    }

    @ParameterizedTest
    @CsvSource({
        "/audits/nobody, 404",
        "/audits/nobody/events, 404",
        "/checkpoints/nobody, 404",
        "/checkpoints/..%2F..%2Fetc, 404",
        "/checkpoints/%00, 400",
        "/references/nobody, 404",
        "/nowhere, 404",
        "/models/two-moons-sample/predict, 405"
    })
    void path_unknown_isAProblemOfTheSameShape(String path, int status) throws Exception {
        Answer refused = service.get(path);
        assertThat(refused.problem()).isNotBlank();
        assertThat(refused.status()).isEqualTo(status);
    }

    @Test
    void predict_ofAZooEntryAndOfAnUpload_answersAsTheLibrary() throws Exception {
        float[][] states = {{0.5f, -1}, {0, 0.25f}, {2, 1}};
        float[] times = {0.2f, 0.5f, 0.9f};
        String body = "{\"quantity\": \"%s\", \"x\": [[0.5, -1], [0, 0.25], [2, 1]], \"t\": %s}";
        try (DiffusionModel model = Zoo.entry(SMALL).load();
                NDManager manager = model.newManager()) {
            NDArray x = manager.create(states);
            NDArray t = manager.create(times);
            for (String name : List.of("score", "denoiser", "epsilon")) {
                Answer answer =
                        service.post(
                                "/models/two-moons-sample/predict",
                                String.format(body, name, "[0.2, 0.5, 0.9]"));
                assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                NDArray expected = model.evaluate(Quantity.named(name), x, t);
                assertNear(name, answer.json().getAsJsonArray("values"), expected);
            }
            Answer one =
                    service.post(
                            "/models/two-moons-sample/predict",
                            String.format(body, "denoiser", "0.5"));
            NDArray expected =
                    model.evaluate(
                            Quantity.DENOISER, x, manager.create(new float[] {0.5f, 0.5f, 0.5f}));
            assertNear("one time", one.json().getAsJsonArray("values"), expected);
        }
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        String id = service.uploadForm("/checkpoints", small.weights(), small.card()).text("id");
        Answer own =
                service.post(
                        "/models/" + id + "/predict",
                        "{\"x\": [[[[0,0,0,0],[0,0,0,0],[0,0,0,0],[0,0,0,1]]]], \"t\": 0.5}");
        assertThat(own.status()).as(own.toString()).isEqualTo(200);
        assertThat(own.text("quantity")).isEqualTo("score");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|x: expected a value, found none",
                "{\"x\": [[1, 2], [3]], \"t\": 0.5}|x: expected arrays of 2 on axis 1",
                "{\"x\": [[1, \"a\"]], \"t\": 0.5}|x: expected numbers in arrays of one shape",
                "{\"x\": [[1, 2, 3]], \"t\": 0.5}|x: expected [batch, 2], found [1, 3]",
                "{\"x\": [[1, 2]], \"t\": 2}|t: expected times in [0, 1]",
                "{\"x\": [[1, 2]], \"t\": [0.5, 0.5]}|t: expected one number, or [1], found [2]",
                "{\"x\": [[1, 2]], \"t\": 0.5, \"quantity\": \"colour\"}|quantity: expected one of",
                "{\"x\": [[1e300, 2]], \"t\": 0.5}|x: expected finite numbers",
                "{\"x\": [[1, 2]]}|model: expected a network that takes no time"
            })
    void predict_wronglyAsked_isABadRequestThatSaysWhatToDo(String body, String message)
            throws Exception {
        Answer refused = service.post("/models/two-moons-sample/predict", body);
        assertThat(refused.problem()).startsWith(message);
        assertThat(refused.status()).isEqualTo(400);
    }

    private static void assertNear(String what, JsonArray found, NDArray expected) {
        float[] numbers = expected.toFloatArray();
        float scale = expected.abs().max().getFloat();
        int columns = (int) expected.getShape().get(1);
        for (int i = 0; i < numbers.length; i++) {
            float number = found.get(i / columns).getAsJsonArray().get(i % columns).getAsFloat();
            assertThat(number).as(what).isCloseTo(numbers[i], within(ROUNDING * scale));
        }
    }
}
