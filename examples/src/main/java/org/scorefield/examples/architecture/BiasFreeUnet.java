// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.scorefield.djl.architecture.Architecture;
import org.scorefield.djl.architecture.ArchitectureSource;
import org.scorefield.djl.architecture.Match;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Conv2d;
import org.scorefield.djl.program.Graph;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.PadMode;
import org.scorefield.djl.program.Value;

/**
 * The bias-free UNet of LabForComputationalVision/bias_free_denoising: blind to the noise level,
 * homogeneous of degree one, its output the denoised image. Odd heights and widths are padded with
 * zeros on the right and below, and the output is cropped.
 */
public final class BiasFreeUnet implements Architecture {

    private static final int CONVOLUTIONS = 9;

    @Override
    public String name() {
        return "BiasFreeUnet";
    }

    @Override
    public Match match(StateDict weights) {
        List<String> keys =
                IntStream.rangeClosed(1, CONVOLUTIONS)
                        .mapToObj(i -> "conv" + i + ".weight")
                        .toList();
        return Match.ofKeys(weights.names(), keys, List.of());
    }

    @Override
    public Graph build(ArchitectureSource source) throws CheckpointException {
        Options.of(source.options(), Set.of());
        Net net = new Net(new GraphBuilder(), source.stateDict());
        GraphBuilder g = net.g;
        Value u = g.input("u", source.dataShape());
        int right = (int) (u.dim(2) % 2);
        int below = (int) (u.dim(1) % 2);
        Value x = right + below == 0 ? u : g.pad(u, PadMode.ZERO, 0, right, 0, below);

        Value h = g.relu(net.conv("conv1", x, Conv2d.PLAIN.withPadding(2)));
        Value skip = g.relu(net.conv("conv2", h, Conv2d.PLAIN.withPadding(1)));
        h = g.relu(net.conv("conv3", skip, Conv2d.PLAIN.withPadding(1).withStride(2)));
        h = g.relu(net.conv("conv4", h, Conv2d.PLAIN.withPadding(1)));
        h = g.relu(net.conv("conv5", h, Conv2d.PLAIN.withPadding(2).withDilation(2)));
        h = g.relu(net.conv("conv6", h, Conv2d.PLAIN.withPadding(4).withDilation(4)));
        Value conv7 = net.weight("conv7");
        Conv2d doubling = Conv2d.PLAIN.withPadding(1).withStride(2);
        h = g.relu(g.convTranspose2d(h, conv7, null, doubling));
        h = g.concat(0, h, skip);
        h = g.relu(net.conv("conv8", h, Conv2d.PLAIN.withPadding(1)));
        h = net.conv("conv9", h, Conv2d.PLAIN.withPadding(2));
        return g.build(g.narrow(g.narrow(h, 1, 0, u.dim(1)), 2, 0, u.dim(2)));
    }

    /** The builder and the file that says how wide its convolutions are. */
    private record Net(GraphBuilder g, StateDict weights) {

        Value conv(String key, Value x, Conv2d options) throws CheckpointException {
            return g.conv2d(x, weight(key), null, options);
        }

        Value weight(String key) throws CheckpointException {
            return g.parameter(key + ".weight", weights.require(key + ".weight").shape());
        }
    }
}
