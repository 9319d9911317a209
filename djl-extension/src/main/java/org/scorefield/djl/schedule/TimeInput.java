// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import java.util.Locale;

/**
 * What a network is fed as its time, converted from t (0 = data, 1 = noise).
 *
 * @param kind which quantity
 * @param direction whether the network's own time grows towards noise or towards data; only an
 *     index or a continuous time can grow towards data
 * @param scale factor of the quantity, finite and not zero
 */
public record TimeInput(Kind kind, Direction direction, double scale) {

    /** For networks that see no time. */
    public static final TimeInput NONE = new TimeInput(Kind.NONE, Direction.NOISE, 1);

    /** The step k = t (T - 1) of a discrete schedule: the time of DDPM. */
    public static final TimeInput INDEX = new TimeInput(Kind.INDEX, Direction.NOISE, 1);

    /** t itself. */
    public static final TimeInput CONTINUOUS = new TimeInput(Kind.CONTINUOUS, Direction.NOISE, 1);

    /** The quantity that a network is fed. */
    public enum Kind {
        /** Nothing: the network is blind. */
        NONE,
        /** The step k = t (T - 1) of a discrete schedule; between steps a fraction. */
        INDEX,
        /** t. */
        CONTINUOUS,
        /** sigma(t), the standard deviation of the noise in x. */
        SIGMA,
        /** log(sigma(t) / alpha(t)); EDM feeds a quarter of it. */
        LOG_SIGMA;

        /**
         * The name as a card writes it.
         *
         * @return the name, lower case
         */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which end of the network's own time is large. */
    public enum Direction {
        /** 1 (or the last index) is noise. */
        NOISE,
        /** 1 (or the last index) is data. */
        DATA
    }

    /**
     * Refuses a scale of zero and a direction that the quantity does not have.
     *
     * @param kind which quantity
     * @param direction whether the network's own time grows towards noise or towards data; only an
     *     index or a continuous time can grow towards data
     * @param scale factor of the quantity, finite and not zero
     */
    public TimeInput {
        if (!Double.isFinite(scale) || scale == 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "time scale: expected a finite number other than 0, found %s;"
                                    + " use input \"none\" for a network that sees no time",
                            scale));
        }
        if (direction == Direction.DATA && kind != Kind.INDEX && kind != Kind.CONTINUOUS) {
            throw new IllegalArgumentException(
                    String.format(
                            "time direction: expected noise for input %s, found data;"
                                    + " only index and continuous times can grow towards data",
                            kind.label()));
        }
    }

    /**
     * The number that the network is fed at t.
     *
     * @param s the schedule
     * @param t time in [0, 1], 1 = noise
     * @return the network's time; 0 for a blind network
     * @throws IllegalArgumentException if an index is asked of a schedule without steps, or the
     *     logarithm of a level that is 0 or infinite
     */
    public double of(NoiseSchedule s, double t) {
        Checks.time(t);
        double own = direction == Direction.DATA ? 1 - t : t;
        return switch (kind) {
            case NONE -> 0;
            case INDEX -> scale * index(s, own);
            case CONTINUOUS -> scale * own;
            case SIGMA -> scale * s.sigma(t);
            case LOG_SIGMA -> scale * logSigma(s, t);
        };
    }

    private static double index(NoiseSchedule s, double own) {
        if (s instanceof DiscreteSchedule discrete) {
            return own * (discrete.steps() - 1);
        }
        throw new IllegalArgumentException(
                String.format(
                        "time input: expected a discrete schedule for input index, found %s;"
                                + " use input continuous with a scale",
                        s.name()));
    }

    private static double logSigma(NoiseSchedule s, double t) {
        double log = Math.log(s.sigmaOverAlpha(t));
        if (Double.isInfinite(log)) {
            throw new IllegalArgumentException(
                    String.format(
                            "time input: expected a positive finite sigma/alpha at t = %s, found %s;"
                                    + " use a t away from the end of the schedule",
                            t, s.sigmaOverAlpha(t)));
        }
        return log;
    }
}
