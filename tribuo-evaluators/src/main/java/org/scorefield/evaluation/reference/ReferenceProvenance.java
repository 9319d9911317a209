// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.tribuo.provenance.DataSourceProvenance;

/**
 * Where reference data come from.
 *
 * @param source file or folder as given, or the name of data in memory
 * @param format npy, npz, idx, images or memory
 * @param sha256 hash of the file's bytes; of a folder: of its images' names and bytes; of memory:
 *     of the values
 * @param shape shape of one sample as text, for example {@code [1, 28, 28]}
 * @param count samples kept
 * @param available samples in the source
 * @param mapping how stored values became the checkpoint's data, in words
 * @serial exclude
 */
public record ReferenceProvenance(
        String source,
        String format,
        String sha256,
        String shape,
        long count,
        long available,
        String mapping)
        implements DataSourceProvenance {
    private static final long serialVersionUID = 1L;

    /**
     * Reads what {@link #iterator()} wrote, as Tribuo's provenance utilities ask for.
     *
     * @param map the entries by name
     */
    public ReferenceProvenance(Map<String, Provenance> map) {
        this(
                text(map, "source"),
                text(map, "format"),
                text(map, RESOURCE_HASH),
                text(map, "shape"),
                number(map, "count"),
                number(map, "available"),
                text(map, "mapping"));
    }

    static ReferenceProvenance memory(String name, float[] values, long[] shape) {
        ByteBuffer bytes = ByteBuffer.allocate(8192);
        Sha256 hash = new Sha256();
        for (float value : values) {
            if (!bytes.hasRemaining()) {
                hash.add(bytes.flip());
                bytes.clear();
            }
            bytes.putFloat(value);
        }
        hash.add(bytes.flip());
        long count = values.length / Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return new ReferenceProvenance(
                name, "memory", hash.hex(), Arrays.toString(shape), count, count, "as given");
    }

    @Override
    public String getClassName() {
        return ReferenceProvenance.class.getName();
    }

    @Override
    public Iterator<Pair<String, Provenance>> iterator() {
        return List.of(
                        entry(CLASS_NAME, getClassName()),
                        entry("source", source),
                        entry("format", format),
                        entry(RESOURCE_HASH, sha256),
                        entry("shape", shape),
                        entry("count", count),
                        entry("available", available),
                        entry("mapping", mapping))
                .iterator();
    }

    private static Pair<String, Provenance> entry(String key, String value) {
        return new Pair<>(key, new StringProvenance(key, value));
    }

    private static Pair<String, Provenance> entry(String key, long value) {
        return new Pair<>(key, new LongProvenance(key, value));
    }

    private static String text(Map<String, Provenance> map, String key) {
        return ObjectProvenance.checkAndExtractProvenance(
                        map, key, StringProvenance.class, "ReferenceProvenance")
                .getValue();
    }

    private static long number(Map<String, Provenance> map, String key) {
        return ObjectProvenance.checkAndExtractProvenance(
                        map, key, LongProvenance.class, "ReferenceProvenance")
                .getValue();
    }
}
