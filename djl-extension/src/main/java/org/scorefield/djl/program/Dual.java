// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/** What an operator's tangent rule gives: the value's expression and its tangents. */
record Dual(String value, Flow flow) {}
