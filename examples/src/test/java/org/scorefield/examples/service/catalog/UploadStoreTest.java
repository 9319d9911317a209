// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadStoreTest {

    /** SHA-256 of the three letters abc, FIPS 180-2, appendix B.1. */
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final Predicate<String> NONE = id -> false;

    @TempDir Path folder;
    private final Minutes clock = new Minutes();

    /** A clock that a test moves. */
    private static final class Minutes extends Clock {
        private Instant now = Instant.parse("2026-01-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void pass(int minutes) {
            now = now.plus(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void add_twiceTheSameBytes_isOneUploadCalledByItsHash() throws Exception {
        UploadStore store = store(4);
        Upload first = store.add(text("abc", "model.pt"), NONE);
        Upload second = store.add(text("abc", "other.pt"), NONE);
        assertThat(first.id()).isEqualTo(ABC);
        assertThat(second).isEqualTo(first);
        assertThat(first.file()).hasContent("abc").hasFileName("model.pt");
        assertThat(store.uploads()).containsExactly(first);
    }

    @Test
    void add_withAnotherCard_isAnotherUpload() throws Exception {
        UploadStore store = store(4);
        Upload bare = store.add(text("abc", "model.pt"), NONE);
        Upload carded = store.add(new Incoming("model.pt", Optional.of("{}"), bytes("abc")), NONE);
        assertThat(carded.id()).startsWith(ABC + "-").isNotEqualTo(bare.id());
        assertThat(carded.card().orElseThrow()).hasContent("{}");
    }

    @Test
    void add_ofMoreThanTheLimit_isRefusedAndLeavesNothing() throws Exception {
        UploadStore store = store(4);
        assertThatThrownBy(() -> store.add(text("x".repeat(101), "big"), NONE))
                .isInstanceOf(UploadException.class)
                .hasMessageStartingWith("body: expected at most 100 bytes, found more; ");
        assertThat(folder).isEmptyDirectory();
        assertThat(store.add(text("x".repeat(100), "fits"), NONE).bytes()).isEqualTo(100);
    }

    @Test
    void add_toAFullStore_takesThePlaceOfTheOneNotUsedForLongest() throws Exception {
        UploadStore store = store(2);
        Upload first = store.add(text("1", "a"), NONE);
        clock.pass(1);
        Upload second = store.add(text("2", "b"), NONE);
        clock.pass(1);
        assertThat(store.find(first.id())).contains(first);
        Upload third = store.add(text("3", "c"), NONE);
        assertThat(store.uploads()).containsExactly(first, third);
        assertThat(second.file()).doesNotExist();
        assertThatThrownBy(() -> store.add(text("4", "d"), id -> true))
                .isInstanceOf(UploadException.class)
                .hasMessageContaining("found 2 in use by audits");
    }

    @Test
    void add_afterALongTime_deletesWhatWasNotUsed() throws Exception {
        UploadStore store = store(4);
        Upload old = store.add(text("1", "a"), NONE);
        Upload used = store.add(text("2", "b"), NONE);
        clock.pass(61);
        Upload fresh = store.add(text("3", "c"), id -> id.equals(used.id()));
        assertThat(store.uploads()).containsExactly(used, fresh);
        assertThat(old.file()).doesNotExist();
    }

    @Test
    void name_withAPathInIt_staysInItsFolder() throws Exception {
        UploadStore store = store(4);
        for (String name : new String[] {"../../etc/passwd", "..", "C:\\a\\b c?.pt", ""}) {
            Upload upload = store.add(text("bytes of " + name, name), NONE);
            assertThat(upload.file().toRealPath()).startsWith(folder.toRealPath());
            assertThat(upload.name()).as(name).matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
        }
    }

    @Test
    void add_ofAFileCalledCard_keepsBoth() throws Exception {
        Upload upload = store(4).add(new Incoming("card", Optional.of("{}"), bytes("abc")), NONE);
        assertThat(upload.file()).hasContent("abc");
        assertThat(upload.card().orElseThrow()).hasContent("{}");
    }

    @Test
    void add_whileItIsChecked_isNotFound_andLeavesNothingWhereItIsRefused() throws Exception {
        UploadStore store = store(4);
        assertThatThrownBy(
                        () ->
                                store.add(
                                        text("abc", "program.pt"),
                                        NONE,
                                        upload -> {
                                            assertThat(upload.id()).isEqualTo(ABC);
                                            assertThat(upload.file()).hasContent("abc");
                                            assertThat(store.find(ABC)).isEmpty();
                                            throw new UploadException(
                                                    UploadException.Reason.REFUSED, "no");
                                        }))
                .hasMessage("no");
        assertThat(store.find(ABC)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void remove_ofAFileInUse_isRefused_andOtherwiseDeletes() throws Exception {
        UploadStore store = store(4);
        Upload upload = store.add(text("abc", "model.pt"), NONE);
        assertThatThrownBy(() -> store.remove(ABC, id -> id.equals(ABC)))
                .isInstanceOf(UploadException.class)
                .hasMessageStartingWith("upload: expected one that no audit needs, found " + ABC);
        assertThat(store.remove(ABC, NONE)).contains(upload);
        assertThat(store.remove(ABC, NONE)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    private UploadStore store(int files) throws IOException {
        return new UploadStore(folder, new UploadLimits(100, files, Duration.ofHours(1)), clock);
    }

    private static Incoming text(String text, String name) {
        return new Incoming(name, Optional.empty(), bytes(text));
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
