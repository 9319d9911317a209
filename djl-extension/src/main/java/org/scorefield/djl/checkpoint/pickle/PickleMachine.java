// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs a pickle: reads opcodes until STOP and returns the value on top of the stack. Time and
 * memory are linear in the bytes read and in the allowance; nothing recurses.
 */
public final class PickleMachine {

    private static final int LONGEST_INTEGER = 255;
    private static final int LIST = 64;
    private static final int DICT = 112;
    private static final int DICT_ENTRY = 96;
    private static final int NUMBER = 24;

    private final PickleInput input;
    private final PickleHost host;
    private final Allowance allowance;
    private final PickleStack stack;

    private PickleMachine(PickleInput input, PickleHost host, Allowance allowance) {
        this.input = input;
        this.host = host;
        this.allowance = allowance;
        this.stack = new PickleStack(allowance);
    }

    /**
     * Returns the value of the pickle at the input's position, which moves behind its STOP.
     *
     * @param input the bytes; its position moves
     * @param host what the pickle may refer to outside of itself
     * @param allowance the memory that it may take, which is charged
     * @return the value: a text, number, list, dictionary, tuple, or what the host made
     * @throws PickleException if the pickle is malformed, too large, or refused by the host
     * @throws IOException if the input's stream fails
     */
    public static Object load(PickleInput input, PickleHost host, Allowance allowance)
            throws PickleException, IOException {
        return new PickleMachine(input, host, allowance).run();
    }

    /**
     * Returns Python's name of a value's type, for messages.
     *
     * @param value a value of a pickle
     * @return the name, such as {@code dict}
     */
    public static String typeName(Object value) {
        if (value instanceof PickleObject object) {
            return object.type();
        }
        return value == None.NONE
                ? "None"
                : value instanceof Boolean
                        ? "bool"
                        : value instanceof Long || value instanceof BigInteger
                                ? "int"
                                : value instanceof Double
                                        ? "float"
                                        : value instanceof String
                                                ? "str"
                                                : value instanceof byte[]
                                                        ? "bytes"
                                                        : containerName(value);
    }

    private static String containerName(Object value) {
        return value instanceof PickleList
                ? "list"
                : value instanceof PickleTuple
                        ? "tuple"
                        : value instanceof PickleDict
                                ? "dict"
                                : value instanceof PickleHost.Callee ? "function" : "object";
    }

    private Object run() throws PickleException, IOException {
        while (true) {
            int opcode = input.u8();
            if (opcode == Opcode.STOP) {
                return stack.pop();
            }
            if (!scalar(opcode) && !container(opcode) && !object(opcode) && !bookkeeping(opcode)) {
                throw new PickleException(unknown(opcode));
            }
        }
    }

    private boolean scalar(int opcode) throws PickleException, IOException {
        switch (opcode) {
            case Opcode.NONE -> stack.push(None.NONE);
            case Opcode.NEWTRUE -> stack.push(Boolean.TRUE);
            case Opcode.NEWFALSE -> stack.push(Boolean.FALSE);
            case Opcode.BININT -> number((long) (int) input.unsigned(4));
            case Opcode.BININT1 -> number(input.unsigned(1));
            case Opcode.BININT2 -> number(input.unsigned(2));
            case Opcode.LONG1 -> integer(input.unsigned(1));
            case Opcode.LONG4 -> integer(input.unsigned(4));
            case Opcode.BINFLOAT ->
                    number(Double.longBitsToDouble(Long.reverseBytes(input.unsigned(8))));
            case Opcode.SHORT_BINUNICODE -> stack.push(input.utf8(input.unsigned(1), allowance));
            case Opcode.BINUNICODE -> stack.push(input.utf8(input.unsigned(4), allowance));
            case Opcode.BINUNICODE8 -> stack.push(input.utf8(input.unsigned(8), allowance));
            case Opcode.SHORT_BINSTRING -> latin1(input.unsigned(1));
            case Opcode.BINSTRING -> latin1(input.unsigned(4));
            case Opcode.SHORT_BINBYTES -> stack.push(input.bytes(input.unsigned(1), allowance));
            case Opcode.BINBYTES -> stack.push(input.bytes(input.unsigned(4), allowance));
            case Opcode.BINBYTES8, Opcode.BYTEARRAY8 ->
                    stack.push(input.bytes(input.unsigned(8), allowance));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void number(Number value) throws PickleException {
        allowance.charge(NUMBER);
        stack.push(value);
    }

    private void integer(long length) throws PickleException, IOException {
        if (length > LONGEST_INTEGER) {
            throw new PickleException(
                    "expected integers of at most %d bytes, found %d; the file is damaged, fetch it again"
                            .formatted(LONGEST_INTEGER, length));
        }
        if (length <= 8) {
            int unused = 64 - 8 * (int) length;
            number(length == 0 ? 0L : input.unsigned((int) length) << unused >> unused);
            return;
        }
        byte[] bytes = input.bytes(length, allowance);
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte swap = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swap;
        }
        allowance.charge(NUMBER + 2 * length);
        stack.push(new BigInteger(bytes));
    }

    private void latin1(long length) throws PickleException, IOException {
        allowance.charge(length + 40);
        stack.push(new String(input.bytes(length, allowance), StandardCharsets.ISO_8859_1));
    }

    private boolean container(int opcode) throws PickleException {
        switch (opcode) {
            case Opcode.EMPTY_LIST, Opcode.EMPTY_SET -> list(List.of());
            case Opcode.FROZENSET -> list(stack.popMark());
            case Opcode.APPEND -> {
                List<Object> item = stack.pop(1);
                append(item);
            }
            case Opcode.APPENDS, Opcode.ADDITEMS -> append(stack.popMark());
            case Opcode.EMPTY_DICT -> {
                allowance.charge(DICT);
                stack.push(new PickleDict());
            }
            case Opcode.SETITEM -> setItems(stack.pop(2));
            case Opcode.SETITEMS -> setItems(stack.popMark());
            case Opcode.EMPTY_TUPLE -> tuple(List.of());
            case Opcode.TUPLE1 -> tuple(stack.pop(1));
            case Opcode.TUPLE2 -> tuple(stack.pop(2));
            case Opcode.TUPLE3 -> tuple(stack.pop(3));
            case Opcode.TUPLE -> tuple(stack.popMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void list(List<Object> items) throws PickleException {
        allowance.charge(LIST);
        stack.push(new PickleList());
        append(items);
    }

    private void append(List<Object> items) throws PickleException {
        if (!(stack.top() instanceof PickleList list)) {
            throw misfit("a list", stack.top());
        }
        allowance.charge(12L * items.size());
        items.forEach(list::add);
    }

    private void setItems(List<Object> items) throws PickleException {
        if (!(stack.top() instanceof PickleDict dict)) {
            throw misfit("a dictionary", stack.top());
        }
        if (items.size() % 2 != 0) {
            throw new PickleException(
                    "expected a value for each key, found %d items; the file is damaged, fetch it again"
                            .formatted(items.size()));
        }
        allowance.charge((long) DICT_ENTRY * items.size());
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(items.get(i), items.get(i + 1));
        }
    }

    private void tuple(List<Object> items) throws PickleException {
        allowance.charge(40 + 8L * items.size());
        stack.push(new PickleTuple(items));
    }

    private boolean object(int opcode) throws PickleException, IOException {
        switch (opcode) {
            case Opcode.GLOBAL -> {
                String module = input.line();
                stack.push(host.global(module, input.line()));
            }
            case Opcode.STACK_GLOBAL -> {
                List<Object> names = stack.pop(2);
                if (!(names.get(0) instanceof String module)
                        || !(names.get(1) instanceof String name)) {
                    throw misfit("the names of a global", names.get(0));
                }
                stack.push(host.global(module, name));
            }
            case Opcode.REDUCE, Opcode.NEWOBJ -> call(stack.pop(2));
            case Opcode.NEWOBJ_EX -> {
                Object keywords = stack.pop();
                if (!(keywords instanceof PickleDict dict) || !dict.items().isEmpty()) {
                    throw misfit("no keyword arguments", keywords);
                }
                call(stack.pop(2));
            }
            case Opcode.BUILD -> {
                Object state = stack.pop();
                if (!(stack.top() instanceof PickleHost.Buildable buildable)) {
                    throw misfit("an object that takes a state", stack.top());
                }
                buildable.build(state);
            }
            case Opcode.BINPERSID -> stack.push(host.persistent(stack.pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void call(List<Object> functionAndArguments) throws PickleException {
        if (!(functionAndArguments.get(0) instanceof PickleHost.Callee callee)) {
            throw misfit("an allowed function", functionAndArguments.get(0));
        }
        if (!(functionAndArguments.get(1) instanceof PickleTuple arguments)) {
            throw misfit("a tuple of arguments", functionAndArguments.get(1));
        }
        allowance.charge(DICT);
        stack.push(callee.call(arguments));
    }

    private boolean bookkeeping(int opcode) throws PickleException, IOException {
        switch (opcode) {
            case Opcode.PROTO -> protocol(input.u8());
            case Opcode.FRAME -> frame(input.unsigned(8));
            case Opcode.MARK -> stack.mark();
            case Opcode.POP -> stack.pop();
            case Opcode.POP_MARK -> stack.popMark();
            case Opcode.DUP -> stack.push(stack.top());
            case Opcode.BINPUT -> stack.put(input.unsigned(1));
            case Opcode.LONG_BINPUT -> stack.put(input.unsigned(4));
            case Opcode.MEMOIZE -> stack.memoize();
            case Opcode.BINGET -> stack.get(input.unsigned(1));
            case Opcode.LONG_BINGET -> stack.get(input.unsigned(4));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void protocol(int version) throws PickleException {
        if (version < 2 || version > 5) {
            throw new PickleException(
                    "expected pickle protocol 2 to 5, found %d; re-save with torch.save's default protocol"
                            .formatted(version));
        }
    }

    private void frame(long length) throws PickleException {
        if (length < 0 || length > input.left()) {
            throw new PickleException(
                    "expected a frame within the %d bytes left, found %s; the file is truncated or damaged, fetch it again"
                            .formatted(input.left(), Long.toUnsignedString(length)));
        }
    }

    private static PickleException misfit(String expected, Object found) {
        return new PickleException(
                "expected %s, found %s; the file is damaged, fetch it again"
                        .formatted(expected, typeName(found)));
    }

    private static String unknown(int opcode) {
        return "expected an opcode of pickle protocols 2 to 5, found 0x%02x; the file is damaged, or written by another pickler: re-save it with torch.save"
                .formatted(opcode);
    }
}
