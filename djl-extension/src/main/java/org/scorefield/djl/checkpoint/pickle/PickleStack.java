// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The machine's stack, its marks and its memo, each charged as it grows. */
final class PickleStack {

    private static final int SLOT = 12;

    private final Allowance allowance;
    private final ArrayList<Object> items = new ArrayList<>();
    private final ArrayList<Object> memo = new ArrayList<>();
    private int[] marks = new int[16];
    private int markCount;

    PickleStack(Allowance allowance) {
        this.allowance = allowance;
    }

    void push(Object value) throws PickleException {
        allowance.charge(SLOT);
        items.add(value);
    }

    Object pop() throws PickleException {
        requireAboveMark(1);
        return items.remove(items.size() - 1);
    }

    Object top() throws PickleException {
        requireAboveMark(1);
        return items.get(items.size() - 1);
    }

    void mark() throws PickleException {
        allowance.charge(SLOT);
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = items.size();
    }

    /** Removes what lies above the last mark, and the mark. */
    List<Object> popMark() throws PickleException {
        if (markCount == 0) {
            throw new PickleException(
                    "expected a mark on the stack, found none; the file is damaged, fetch it again");
        }
        List<Object> above = items.subList(marks[--markCount], items.size());
        allowance.charge(SLOT * (long) above.size());
        var taken = new ArrayList<>(above);
        above.clear();
        return taken;
    }

    /** Removes the last items, in their order. */
    List<Object> pop(int count) throws PickleException {
        requireAboveMark(count);
        List<Object> last = items.subList(items.size() - count, items.size());
        var taken = new ArrayList<>(last);
        last.clear();
        return taken;
    }

    private void requireAboveMark(int count) throws PickleException {
        int floor = markCount == 0 ? 0 : marks[markCount - 1];
        if (items.size() - floor < count) {
            throw new PickleException(
                    "expected %d values on the stack, found %d; the file is damaged, fetch it again"
                            .formatted(count, items.size() - floor));
        }
    }

    void memoize() throws PickleException {
        put(memo.size());
    }

    /** Remembers the top; an index far beyond those used is no pickler's. */
    void put(long index) throws PickleException {
        Object value = top();
        if (index > 2L * memo.size() + 1024) {
            throw new PickleException(
                    "expected memo indices in order, found %d after %d entries; the file is damaged, fetch it again"
                            .formatted(index, memo.size()));
        }
        while (memo.size() <= index) {
            allowance.charge(SLOT);
            memo.add(NOTHING);
        }
        memo.set((int) index, value);
    }

    void get(long index) throws PickleException {
        if (index >= memo.size() || memo.get((int) index) == NOTHING) {
            throw new PickleException(
                    "expected a memo index that was set, found %d of %d; the file is damaged, fetch it again"
                            .formatted(index, memo.size()));
        }
        push(memo.get((int) index));
    }

    private static final Object NOTHING = new Object();
}
