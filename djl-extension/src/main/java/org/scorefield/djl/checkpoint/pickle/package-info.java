// SPDX-License-Identifier: Apache-2.0
/**
 * A machine for Python pickles of protocols 2 to 5 that builds plain values and executes nothing.
 * Part of layer 2; knows no tensors.
 *
 * <p>{@link org.scorefield.djl.checkpoint.pickle.PickleMachine} runs the opcodes on an explicit
 * stack, without recursion. Everything that a pickle would import goes to a {@link
 * org.scorefield.djl.checkpoint.pickle.PickleHost}, which allows or refuses it by name. An {@link
 * org.scorefield.djl.checkpoint.pickle.Allowance} bounds the memory, and with it the time, that
 * values may take.
 *
 * <pre>{@code
 * Object value = PickleMachine.load(new PickleInput(stream, length), host, new Allowance(1 << 27));
 * }</pre>
 *
 * <p>Values: {@link org.scorefield.djl.checkpoint.pickle.None}, {@link java.lang.Boolean}, {@link
 * java.lang.Long}, {@link java.math.BigInteger}, {@link java.lang.Double}, {@link
 * java.lang.String}, {@code byte[]}, {@link org.scorefield.djl.checkpoint.pickle.PickleList} (lists
 * and sets), {@link org.scorefield.djl.checkpoint.pickle.PickleTuple}, {@link
 * org.scorefield.djl.checkpoint.pickle.PickleDict}, and what the host makes. They can contain
 * themselves, so nothing may walk them without a bound.
 */
@NullMarked
package org.scorefield.djl.checkpoint.pickle;

import org.jspecify.annotations.NullMarked;
