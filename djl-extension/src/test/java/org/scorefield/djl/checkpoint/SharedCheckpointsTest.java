// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checkpoints that nobody here trained, in zip and legacy containers. Counts and values were read
 * with PyTorch 2.7.1 (torch.load). {@link PythonFixturesTest} is the counterpart with files of our
 * own.
 */
@Tag("shared")
class SharedCheckpointsTest {

    /** Sums of 10^4 to 10^6 doubles of size 1, added in another order. */
    private static final double SUM_TOLERANCE = 1e-6;

    @ParameterizedTest
    @CsvSource({
        "bias-free-denoising/dncnn_bias_0-100.pt, model[0], 130, 670547, first_layer.weight, last_layer.bias, -0.494503886, 1949.6177636928817",
        "bias-free-denoising/dncnn_bias_free_0-100.pt, model[0], 110, 669330, first_layer.weight, last_layer.weight, 0.746566653, 23619.792468824788",
        "bias-free-denoising/unet_bias_free_0-100.pt, model[0], 9, 233024, conv1.weight, conv9.weight, 0.0426189937, -4450.406682734946",
        "ddpm-mnist/ddpm_checkpoint_0001_0000.pt, model_state_dict, 29, 148979, beta_t, gt.time_embed.6.bias, 0.0199999996, 8818.526982438929",
        "ddpm-mnist/ddpm_checkpoint_0001_0020.pt, model_state_dict, 29, 148979, beta_t, gt.time_embed.6.bias, 0.0199999996, 8813.189338222415",
        "ddpm-mnist/ddpm_checkpoint_0001_0060.pt, model_state_dict, 29, 148979, beta_t, gt.time_embed.6.bias, 0.0199999996, 8744.01932482735",
        "ddpm-mnist/ddpm_checkpoint_0001_0200.pt, model_state_dict, 29, 148979, beta_t, gt.time_embed.6.bias, 0.0199999996, 8550.979896141154",
        "ddpm-mnist/ddpm_checkpoint_0001_0400.pt, model_state_dict, 29, 148979, beta_t, gt.time_embed.6.bias, 0.0199999996, 8395.297689104118",
        "flow-matching-mnist/DiffusionViT.pth, , 54, 208705, pos_embed, y_encoder.weight, 0.0812789202, 16.694886345243432",
        "flow-matching-mnist/VarAutoEncoder.pth, , 96, 82343, encoder.0.weight, decoder.7.bias, 0.0605762042, -9.169516418625335"
    })
    void read_sharedCheckpoint_givesWhatPyTorchGives(
            String file,
            String path,
            int tensors,
            long parameters,
            String first,
            String last,
            float value,
            double sum)
            throws IOException {
        Checkpoint checkpoint = CheckpointReader.read(SharedCheckpoints.folder().resolve(file));
        StateDict read = checkpoint.requireStateDict();
        assertThat(checkpoint.container())
                .isEqualTo(
                        file.startsWith("bias-free")
                                ? Container.TORCH_LEGACY
                                : Container.TORCH_ZIP);
        assertThat(read.size()).isEqualTo(tensors);
        assertThat(read.parameterCount()).isEqualTo(parameters);
        var names = new ArrayList<>(read.names());
        assertThat(names.get(0)).isEqualTo(first);
        assertThat(names.get(tensors - 1)).isEqualTo(last);
        float[] values = read.require(first).toFloats();
        assertThat(values[values.length - 1]).isEqualTo(value);
        double total = 0;
        for (String name : names) {
            total += Arrays.stream(read.require(name).toDoubles()).sum();
        }
        assertThat(total).isCloseTo(sum, within(SUM_TOLERANCE));
        if (path != null) {
            assertThat(checkpoint.notes()).anyMatch(n -> n.contains('"' + path + '"'));
        }
    }
}
