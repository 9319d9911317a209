// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.examples.cli.SmallCheckpoint;

class ServeConvertedTest {

    /** The same network on the same machine, through another path: only rounding may differ. */
    private static final double ROUNDING = 1e-6;

    @TempDir Path folder;

    @Test
    void post_ofStatesAndTimes_answersAsTheModel() throws Exception {
        Path directory = SmallCheckpoint.in(folder).convert(folder.resolve("model"));
        try (ServeConverted service = new ServeConverted(directory, 0);
                DiffusionModel model = DiffusionModel.load(directory);
                NDManager manager = model.newManager()) {
            NDArray x = manager.randomNormal(new Shape(3, 1, 4, 4));
            NDArray t = manager.create(new float[] {0.2f, 0.5f, 0.8f});
            for (Quantity quantity : new Quantity[] {Quantity.DENOISER, Quantity.SCORE}) {
                HttpResponse<byte[]> response =
                        post(service, quantity.label(), new NDList(x, t).encode());
                assertThat(response.statusCode()).isEqualTo(200);
                NDArray found = NDList.decode(manager, response.body()).singletonOrThrow();
                NDArray expected = model.evaluate(quantity, x, t);
                assertThat(found.getShape()).isEqualTo(x.getShape());
                assertThat(found.sub(expected).abs().max().getFloat())
                        .as(quantity.label())
                        .isLessThan((float) ROUNDING * expected.abs().max().getFloat());
            }
        }
    }

    @Test
    void post_ofAnUnknownQuantity_isABadRequestWithASentence() throws Exception {
        Path directory = SmallCheckpoint.in(folder).convert(folder.resolve("model"));
        try (ServeConverted service = new ServeConverted(directory, 0);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.randomNormal(new Shape(1, 1, 4, 4));
            NDArray t = manager.create(new float[] {0.5f});
            HttpResponse<byte[]> response = post(service, "colour", new NDList(x, t).encode());
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(new String(response.body())).contains("colour").contains("denoiser");
        }
    }

    @Test
    void source_knowsNothingOfScorefield() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.scorefield.examples.service")
                .and()
                .haveSimpleNameNotEndingWith("Test")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.scorefield.djl..", "org.scorefield.evaluation..")
                .because("a converted directory is an ordinary DJL model")
                .check(new ClassFileImporter().importClasses(ServeConverted.class));
    }

    private static HttpResponse<byte[]> post(ServeConverted service, String quantity, byte[] body)
            throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.port() + "/predictions/" + quantity);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
