// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.model;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.examples.service.catalog.Checkpoints;
import org.scorefield.examples.subject.Subject;
import org.scorefield.zoo.ScorefieldModelZoo;
import org.scorefield.zoo.Zoo;

/**
 * Models that answer with their field, each loaded once, by as many predictors as the limits allow.
 *
 * <p>A predictor serves one thread, so each request takes a new one, which shares the weights.
 */
public final class ServedModels implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 15;

    private final Checkpoints checkpoints;
    private final ServedLimits limits;
    private final Semaphore free;

    /** By name, the one that was used last at the end; guarded by itself. */
    private final Map<String, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true);

    /** What a request does in its turn. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @throws IOException if a checkpoint cannot be loaded
         */
        void run() throws IOException;
    }

    private static final class Loaded {
        private final ServedModel model;
        private int users;

        Loaded(ServedModel model) {
            this.model = model;
        }
    }

    /**
     * No model is loaded before it is asked for.
     *
     * @param checkpoints what can be asked for
     * @param limits how many models and predictors there may be
     */
    public ServedModels(Checkpoints checkpoints, ServedLimits limits) {
        this.checkpoints = checkpoints;
        this.limits = limits;
        free = new Semaphore(limits.predictors());
    }

    /**
     * Does some work if fewer are at work than may be.
     *
     * @param work reading what is asked, and the answer: both take memory
     * @throws BusyException if as many are at work as may
     * @throws IOException from the work
     */
    public void inTurn(Work work) throws BusyException, IOException {
        if (!free.tryAcquire()) {
            throw new BusyException(limits.predictors());
        }
        try {
            work.run();
        } finally {
            free.release();
        }
    }

    /**
     * Evaluates a field, in {@link #inTurn one's turn}.
     *
     * @param name of the checkpoint, as the zoo or an upload is called
     * @param subject the checkpoint, as it was looked up
     * @param query what is asked
     * @return the quantity, of the shape of x
     * @throws IllegalArgumentException if the query does not fit the checkpoint
     * @throws IOException if the checkpoint cannot be loaded
     */
    public DenseArray evaluate(String name, Subject subject, FieldQuery query) throws IOException {
        Loaded taken = take(name, subject);
        try {
            return taken.model.evaluate(query);
        } catch (TranslateException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw new IllegalArgumentException(Objects.toString(refusal.getMessage()), refusal);
            }
            throw new IOException(e.getMessage(), e);
        } finally {
            giveBack(taken);
        }
    }

    /** Waits for the requests of the moment, then closes the models. */
    @Override
    public void close() {
        try {
            if (free.tryAcquire(limits.predictors(), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                synchronized (loaded) {
                    loaded.values().forEach(model -> model.model.close());
                    loaded.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Loaded take(String name, Subject subject) throws IOException {
        synchronized (loaded) {
            Loaded there = loaded.get(name);
            if (there == null) {
                there = new Loaded(ServedModel.load(criteria(name, subject)));
                loaded.put(name, there);
            }
            there.users++;
            makeRoom();
            return there;
        }
    }

    private void giveBack(Loaded taken) {
        synchronized (loaded) {
            taken.users--;
            makeRoom();
        }
    }

    private void makeRoom() {
        Iterator<Loaded> oldest = loaded.values().iterator();
        while (loaded.size() > limits.models() && oldest.hasNext()) {
            Loaded model = oldest.next();
            if (model.users == 0) {
                oldest.remove();
                model.model.close();
            }
        }
    }

    private Criteria<Input, Output> criteria(String name, Subject subject) throws IOException {
        Criteria.Builder<Input, Output> builder =
                Criteria.builder().setTypes(Input.class, Output.class);
        if (Zoo.find(name).isPresent()) {
            return builder.optGroupId(ScorefieldModelZoo.GROUP_ID).optArtifactId(name).build();
        }
        return builder.optModelPath(
                        ModelCompiler.compile(
                                        subject.read(),
                                        checkpoints.architectures(),
                                        NetworkOptions.defaults())
                                .path())
                .optTranslatorFactory(new DeferredTranslatorFactory())
                .build();
    }
}
