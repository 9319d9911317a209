// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.Map;

/** The element types of PyTorch: its storage classes and its dtypes, by name. */
final class TorchTypes {

    /** Elements of a storage class; UntypedStorage counts bytes. */
    static final Map<String, DType> STORAGES =
            Map.ofEntries(
                    Map.entry("DoubleStorage", DType.F64),
                    Map.entry("FloatStorage", DType.F32),
                    Map.entry("HalfStorage", DType.F16),
                    Map.entry("BFloat16Storage", DType.BF16),
                    Map.entry("LongStorage", DType.I64),
                    Map.entry("IntStorage", DType.I32),
                    Map.entry("ShortStorage", DType.I16),
                    Map.entry("CharStorage", DType.I8),
                    Map.entry("ByteStorage", DType.U8),
                    Map.entry("BoolStorage", DType.BOOL),
                    Map.entry("UntypedStorage", DType.U8));

    /** The dtypes that can be read. */
    static final Map<String, DType> DTYPES =
            Map.ofEntries(
                    Map.entry("float64", DType.F64),
                    Map.entry("float32", DType.F32),
                    Map.entry("float16", DType.F16),
                    Map.entry("bfloat16", DType.BF16),
                    Map.entry("int64", DType.I64),
                    Map.entry("int32", DType.I32),
                    Map.entry("int16", DType.I16),
                    Map.entry("int8", DType.I8),
                    Map.entry("uint8", DType.U8),
                    Map.entry("bool", DType.BOOL));

    private TorchTypes() {}

    /** A storage class as a value of a pickle. */
    record StorageType(String name, DType dtype) {}
}
