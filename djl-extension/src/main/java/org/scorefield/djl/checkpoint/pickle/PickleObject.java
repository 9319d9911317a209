// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

/** An object of an allowed class that only has attributes, such as argparse.Namespace. */
public final class PickleObject implements PickleHost.Buildable {

    private final String type;
    private PickleDict attributes = new PickleDict();

    /**
     * Makes an object without attributes.
     *
     * @param type the name of its class
     */
    public PickleObject(String type) {
        this.type = type;
    }

    /** {@return the name of its class} */
    public String type() {
        return type;
    }

    /** {@return the attributes} */
    public PickleDict attributes() {
        return attributes;
    }

    @Override
    public void build(Object state) throws PickleException {
        if (state instanceof PickleDict dict) {
            attributes = dict;
        } else if (state != None.NONE) {
            throw new PickleException(
                    "expected a dictionary as the state of %s, found %s; re-save the state dict alone"
                            .formatted(type, PickleMachine.typeName(state)));
        }
    }
}
