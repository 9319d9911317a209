// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Gradients as a TorchScript program of its own: {@code vjp(y, x, w)} and {@code jvp(y, x, v)} of
 * an output {@code y} that was computed from a leaf {@code x} with gradients on.
 *
 * <p>{@code torch.grad} returns gradients and stores none, so nothing accumulates in a leaf,
 * threads need no lock, and the double backward leaves no cycle of a leaf and its own gradient,
 * which would never be freed.
 *
 * <p>The product {@code J v} is the derivative of {@code w -> J^T w}, a linear map, along {@code v}
 * (J. Townsend, "A new trick for calculating Jacobian vector products", 2017).
 */
final class Autograd implements AutoCloseable {

    private static final String CODE =
            """
            class Autograd(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Autograd,
                x: Tensor) -> Tensor:
                return x
              def vjp(self: __torch__.Autograd,
                y: Tensor,
                x: Tensor,
                w: Tensor) -> Tensor:
                outs = annotate(List[Tensor], [])
                for i in range(torch.size(w, 0)):
                  a = annotate(List[Optional[Tensor]], [torch.select(w, 0, i)])
                  g = torch.autograd.grad([y], [x], a, True, False, True)[0]
                  if torch.__is__(g, None):
                    _1 = torch.append(outs, torch.zeros_like(x))
                  else:
                    _2 = torch.append(outs, unchecked_cast(Tensor, g))
                return torch.stack(outs)
              def jvp(self: __torch__.Autograd,
                y: Tensor,
                x: Tensor,
                v: Tensor) -> Tensor:
                w = torch.requires_grad_(torch.zeros_like(y))
                a = annotate(List[Optional[Tensor]], [w])
                g = torch.autograd.grad([y], [x], a, True, True, True)[0]
                outs = annotate(List[Tensor], [])
                if torch.__is__(g, None):
                  for i in range(torch.size(v, 0)):
                    _1 = torch.append(outs, torch.zeros_like(y))
                else:
                  g1 = unchecked_cast(Tensor, g)
                  for i in range(torch.size(v, 0)):
                    b = annotate(List[Optional[Tensor]], [torch.select(v, 0, i)])
                    j = torch.autograd.grad([g1], [w], b, True, False, True)[0]
                    if torch.__is__(j, None):
                      _2 = torch.append(outs, torch.zeros_like(y))
                    else:
                      _3 = torch.append(outs, unchecked_cast(Tensor, j))
                return torch.stack(outs)
            """;

    private final Model model;

    private Autograd(Model model) {
        this.model = model;
    }

    /** Loads the program. Close it with the network it serves. */
    static Autograd load(Device device) throws IOException {
        Path file = Files.createTempFile("scorefield-autograd", ".pt");
        Model model = Model.newInstance("autograd", device, "PyTorch");
        try {
            write(file);
            model.load(file);
            return new Autograd(model);
        } catch (MalformedModelException e) {
            model.close();
            throw new IOException("autograd program: the engine refused it", e);
        } finally {
            Files.delete(file);
        }
    }

    /** J^T w for w of the shape [k, batch, *shape]. */
    NDArray vjp(NDManager scope, NDArray value, NDArray leaf, NDArray w) {
        return TorchModule.call(block(), "vjp", scope, List.of(value, leaf, w)).get(0);
    }

    /** J v for v of the shape [k, batch, *shape]. */
    NDArray jvp(NDManager scope, NDArray value, NDArray leaf, NDArray v) {
        return TorchModule.call(block(), "jvp", scope, List.of(value, leaf, v)).get(0);
    }

    private PtSymbolBlock block() {
        return (PtSymbolBlock) model.getBlock();
    }

    @Override
    public void close() {
        model.close();
    }

    private static void write(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            // An object of class __torch__.Autograd with the state {training: false}.
            entry(
                    zip,
                    "data.pkl",
                    "\u0080\u0002c__torch__\nAutograd\n)\u0081}X\b\0\0\0training\u0089sb.");
            entry(zip, "constants.pkl", "\u0080\u0002).");
            entry(zip, "code/__torch__.py", CODE);
            entry(zip, "version", "3\n");
        }
    }

    private static void entry(ZipOutputStream zip, String name, String latin1) throws IOException {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry("autograd/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
