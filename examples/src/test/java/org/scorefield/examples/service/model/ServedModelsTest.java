// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.examples.service.catalog.Checkpoints;
import org.scorefield.examples.service.catalog.Programs;
import org.scorefield.examples.service.catalog.UploadLimits;
import org.scorefield.examples.service.catalog.UploadStore;

class ServedModelsTest {

    @TempDir Path folder;

    @Test
    void inTurn_ofMoreThanMay_isBusyBeforeTheWorkBegins() throws Exception {
        UploadStore uploads = new UploadStore(folder, UploadLimits.DEFAULT, Clock.systemUTC());
        List<String> worked = new ArrayList<>();
        try (ServedModels models =
                new ServedModels(
                        new Checkpoints(uploads, Programs.REFUSED), new ServedLimits(1, 1))) {
            models.inTurn(
                    () -> {
                        worked.add("first");
                        assertThatThrownBy(() -> models.inTurn(() -> worked.add("second")))
                                .isInstanceOf(BusyException.class);
                    });
            models.inTurn(() -> worked.add("third"));
        }
        assertThat(worked).containsExactly("first", "third");
    }
}
