// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.djl.checkpoint.TorchTypes.StorageType;
import org.scorefield.djl.checkpoint.pickle.Allowance;
import org.scorefield.djl.checkpoint.pickle.PickleException;
import org.scorefield.djl.checkpoint.pickle.PickleHost;
import org.scorefield.djl.checkpoint.pickle.PickleMachine;
import org.scorefield.djl.checkpoint.pickle.PickleTuple;

/**
 * All that a torch.save pickle may refer to: tensors, storages, and constructors of plain values.
 * Every other global is refused by name.
 */
final class TorchGlobals implements PickleHost {

    /** Views may repeat the elements of their storages, but not without end. */
    private static final long VIEW_FACTOR = 64;

    private static final int REFERENCE = 112;
    private static final long VIEW_SLACK = 1 << 20;

    private final Map<String, Object> allowed;
    private final Map<String, DType> storages = new HashMap<>();
    private final Allowance allowance;
    private final long mostBytes;
    private long viewedBytes;

    /**
     * Makes the globals for one file.
     *
     * @param fileLength bounds what all tensors together may claim to hold
     * @param allowance bounds the memory for values
     */
    TorchGlobals(long fileLength, Allowance allowance) {
        this.allowance = allowance;
        this.mostBytes = VIEW_FACTOR * fileLength + VIEW_SLACK;
        this.allowed = new HashMap<>(PlainGlobals.of(allowance));
        allowed.put("torch._utils._rebuild_tensor_v2", (Callee) this::tensor);
        allowed.put("torch._utils._rebuild_tensor_v3", (Callee) this::typedTensor);
        allowed.put("torch._utils._rebuild_parameter", (Callee) TorchGlobals::parameter);
        TorchTypes.STORAGES.forEach(
                (name, dtype) -> allowed.put("torch." + name, new StorageType(name, dtype)));
        allowed.put("torch.storage.UntypedStorage", new StorageType("UntypedStorage", DType.U8));
        TorchTypes.DTYPES.forEach((name, dtype) -> allowed.put("torch." + name, dtype));
    }

    @Override
    public Object global(String module, String name) throws PickleException {
        Object value = allowed.get(module + "." + name);
        if (value == null) {
            throw new PickleException(Refusals.ofGlobal(module + "." + name));
        }
        return value;
    }

    /** Returns a reference to a storage: ('storage', type, key, location, elements[, view]). */
    @Override
    public Object persistent(Object id) throws PickleException {
        if (!(id instanceof PickleTuple tuple)
                || tuple.size() < 5
                || !"storage".equals(tuple.get(0))
                || !(tuple.get(1) instanceof StorageType type)
                || !(tuple.get(2) instanceof String key)
                || !(tuple.get(4) instanceof Long elements)
                || elements < 0
                || elements > Long.MAX_VALUE / type.dtype().bytes()) {
            throw new PickleException(
                    "expected a persistent id ('storage', type, key, location, elements), found %s; the file is damaged, fetch it again"
                            .formatted(PickleMachine.typeName(id)));
        }
        allowance.charge(REFERENCE);
        DType before = storages.putIfAbsent(key, type.dtype());
        if (before != null && before != type.dtype()) {
            throw new PickleException(
                    "expected one type for storage %s, found %s and %s; re-save the state dict with torch.save"
                            .formatted(Refusals.quoted(key), before, type.dtype()));
        }
        if (tuple.size() > 5 && tuple.get(5) instanceof PickleTuple view) {
            return view(type, key, elements, view);
        }
        return new TorchStorage(key, type.dtype(), 0, elements);
    }

    private static TorchStorage view(StorageType type, String key, long elements, PickleTuple view)
            throws PickleException {
        if (view.size() == 3
                && view.get(1) instanceof Long offset
                && view.get(2) instanceof Long size
                && offset >= 0
                && size >= 0
                && offset <= elements
                && size <= elements - offset) {
            return new TorchStorage(key, type.dtype(), offset, size);
        }
        throw new PickleException(
                "expected a view inside of the %d elements of storage %s, found another; the file is damaged, fetch it again"
                        .formatted(elements, Refusals.quoted(key)));
    }

    /** Returns the element types by key of the storages referred to. */
    Map<String, DType> storages() {
        return storages;
    }

    /** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata]). */
    private TorchTensor tensor(PickleTuple arguments) throws PickleException {
        if (arguments.size() < 4 || !(arguments.get(0) instanceof TorchStorage storage)) {
            throw new PickleException(
                    "expected a storage, offset, size and stride of a tensor, found other arguments; the file is damaged, fetch it again");
        }
        return tensor(storage, arguments.items().subList(1, 4));
    }

    /** _rebuild_tensor_v3: as v2, of an untyped storage, with the type as the seventh argument. */
    private TorchTensor typedTensor(PickleTuple arguments) throws PickleException {
        if (arguments.size() < 7
                || !(arguments.get(0) instanceof TorchStorage storage)
                || !(arguments.get(6) instanceof DType dtype)
                || storage.dtype().bytes() != 1
                || storage.elements() % dtype.bytes() != 0) {
            throw new PickleException(
                    "expected an untyped storage of whole elements and a type, found other arguments; the file is damaged, fetch it again");
        }
        var typed =
                new TorchStorage(
                        storage.key(), dtype, storage.offset(), storage.elements() / dtype.bytes());
        return tensor(typed, arguments.items().subList(1, 4));
    }

    private TorchTensor tensor(TorchStorage storage, List<Object> place) throws PickleException {
        if (!(place.get(0) instanceof Long offset)) {
            throw new PickleException(
                    "expected a whole number as the offset of a tensor, found %s; the file is damaged, fetch it again"
                            .formatted(PickleMachine.typeName(place.get(0))));
        }
        try {
            var view = new StridedTensor.View(offset, longs(place.get(1)), longs(place.get(2)));
            claim(Shapes.elements(view.shape()), storage.dtype());
            if (view.reach() > storage.elements()) {
                throw new PickleException(
                        "expected a view within the %d elements of storage %s, found offset %d, size %s, stride %s; the file is damaged, fetch it again"
                                .formatted(
                                        storage.elements(),
                                        Refusals.quoted(storage.key()),
                                        offset,
                                        Shapes.text(view.shape()),
                                        Shapes.text(view.strides())));
            }
            return new TorchTensor(storage, view);
        } catch (IllegalArgumentException e) {
            throw new PickleException(e.getMessage() + "; the file is damaged, fetch it again");
        }
    }

    private long[] longs(Object value) throws PickleException {
        if (!(value instanceof PickleTuple tuple) || tuple.size() > Shapes.MAX_AXES) {
            throw new PickleException(
                    "expected a tuple of at most %d axes, found another value; the file is damaged, fetch it again"
                            .formatted(Shapes.MAX_AXES));
        }
        allowance.charge(64 + 32L * tuple.size());
        var longs = new long[tuple.size()];
        for (int i = 0; i < longs.length; i++) {
            if (!(tuple.get(i) instanceof Long axis)) {
                throw new PickleException(
                        "expected whole numbers as size and stride, found %s; the file is damaged, fetch it again"
                                .formatted(PickleMachine.typeName(tuple.get(i))));
            }
            longs[i] = axis;
        }
        return longs;
    }

    private void claim(long elements, DType dtype) throws PickleException {
        long left = mostBytes - viewedBytes;
        if (elements > left / dtype.bytes()) {
            throw new PickleException(
                    "expected tensors of at most %d times the file's size together, found more elements claimed by expanded views; re-save the tensors with .contiguous()"
                            .formatted(VIEW_FACTOR));
        }
        viewedBytes += elements * dtype.bytes();
    }

    private static Object parameter(PickleTuple arguments) throws PickleException {
        if (arguments.size() < 1 || !(arguments.get(0) instanceof TorchTensor tensor)) {
            throw new PickleException(
                    "expected a tensor in a parameter, found another value; the file is damaged, fetch it again");
        }
        return tensor;
    }
}
