// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.schedule.TimeInput;

/** The cards say what their checkpoints' authors say; no checkpoint is needed to check that. */
class CardsTest {

    @ParameterizedTest
    @CsvSource({
        "ddpm-mnist, DdpmMnistCnn, epsilon, INDEX",
        "flow-matching-mnist, DiffusionVit, sample, CONTINUOUS",
        "dncnn-bias-free, DnCNN, noise, NONE",
        "dncnn-bias, DnCNN, noise, NONE",
        "unet-bias-free, BiasFreeUnet, sample, NONE"
    })
    void card_ofTheExamples_isComplete(
            String name, String architecture, String prediction, TimeInput.Kind time)
            throws IOException {
        Card card = ExampleNetwork.card(name);
        assertThat(card.architecture()).contains(architecture);
        assertThat(Architectures.load(CardsTest.class.getClassLoader()).names())
                .contains(architecture);
        assertThat(card.parameterization().prediction().name()).isEqualTo(prediction);
        assertThat(card.parameterization().time().kind()).isEqualTo(time);
        assertThat(card.dataShape()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"dncnn-bias-free", "dncnn-bias", "unet-bias-free"})
    void card_ofTheBlindDenoisers_endsAtTheirLargestNoise(String name) throws IOException {
        double sigma = ExampleNetwork.card(name).parameterization().schedule().sigma(1);
        // To the last digits of a power: sigmaMin (sigmaMax / sigmaMin)^t.
        assertThat(Math.abs(sigma * 255 / 100 - 1)).isLessThan(1e-14);
    }
}
