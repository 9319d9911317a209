// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how to run a network.
 *
 * @param device the CPU unless said otherwise
 * @param dataType FLOAT32 unless said otherwise, or FLOAT64
 * @param jacobian a method to insist on; empty: the best the network allows
 * @param cacheDirectory where compiled models are kept; empty: the cache folder of DJL
 */
public record NetworkOptions(
        Device device,
        DataType dataType,
        Optional<JacobianMethod> jacobian,
        Optional<Path> cacheDirectory) {

    /**
     * Checks the data type.
     *
     * @param device the CPU unless said otherwise
     * @param dataType FLOAT32 unless said otherwise, or FLOAT64
     * @param jacobian a method to insist on; empty: the best the network allows
     * @param cacheDirectory where compiled models are kept; empty: the cache folder of DJL
     */
    public NetworkOptions {
        if (dataType != DataType.FLOAT32 && dataType != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    "dataType: expected FLOAT32 or FLOAT64, found "
                            + dataType
                            + "; smaller types are read from files but computed in FLOAT32");
        }
    }

    /** {@return CPU, FLOAT32, the best Jacobian method, the default cache} */
    public static NetworkOptions defaults() {
        return new NetworkOptions(
                Device.cpu(), DataType.FLOAT32, Optional.empty(), Optional.empty());
    }

    /**
     * These options on another device.
     *
     * @param other where arrays and network live
     * @return these options on another device
     */
    public NetworkOptions withDevice(Device other) {
        return new NetworkOptions(other, dataType, jacobian, cacheDirectory);
    }

    /**
     * These options in another data type.
     *
     * @param other FLOAT32 or FLOAT64
     * @return these options in another data type
     */
    public NetworkOptions withDataType(DataType other) {
        return new NetworkOptions(device, other, jacobian, cacheDirectory);
    }

    /**
     * These options with one Jacobian method, whether or not it is the best.
     *
     * @param method the method to insist on
     * @return these options with one Jacobian method, whether or not it is the best
     */
    public NetworkOptions withJacobian(JacobianMethod method) {
        return new NetworkOptions(device, dataType, Optional.of(method), cacheDirectory);
    }

    /**
     * These options with another folder for compiled models.
     *
     * @param directory where compiled models are kept; made if it does not exist
     * @return these options with another folder for compiled models
     */
    public NetworkOptions withCacheDirectory(Path directory) {
        return new NetworkOptions(device, dataType, jacobian, Optional.of(directory));
    }
}
