// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.examples.cli.CommandRun;

/** The pages that audits write, in a headless Chromium. */
@Tag("browser")
class PagesTest {
    private static final String REPORT = "two-moons-sample/report.html";
    private static final String IMAGES = "digits-epsilon/report.html";
    private static final String COMPARISON = "compare.html";
    private static final String OVERVIEW = "zoo-audit.html";

    private static final String SIZES =
            "--levels 2 --samples 64 --images 2 --energy-states 4 --energy-reference 48"
                    + " --blind-runs 2 --generation-steps 4 --ridge-samples 4 --ridge-steps 4"
                    + " --ridge-held-out 4 --ridge-reference 48 --support-steps 4"
                    + " --support-samples 2 --support-reference 48";

    @TempDir static Path folder;

    private static Chromium browser;
    private static Tab tab;

    @BeforeAll
    static void writePages() throws IOException, InterruptedException {
        browser = Chromium.start(Files.createDirectory(folder.resolve("browser")));
        String first = folder.resolve("two-moons-sample").toString();
        String second = folder.resolve("digits-epsilon").toString();
        run("zoo --audit --names two-moons-sample,digits-epsilon --out " + folder + " " + SIZES);
        run("compare " + first + " " + second + " --out " + folder);
        tab = browser.tab();
    }

    private static void run(String command) {
        CommandRun run = CommandRun.of((Object[]) command.split(" +"));
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void show(String page, int width, String scheme) {
        tab.width(width);
        tab.medium("screen", scheme);
        tab.show(folder.resolve(page));
    }

    @ParameterizedTest
    @ValueSource(strings = {REPORT, IMAGES, COMPARISON, OVERVIEW})
    void page_opened_complainsOfNothingAndAsksForNothingElse(String page) {
        show(page, 1280, "light");
        assertThat(tab.complaints()).isEmpty();
        String itself = folder.resolve(page).toUri().toString();
        assertThat(tab.requests())
                .contains(itself)
                .allMatch(url -> url.equals(itself) || url.startsWith("data:"));
    }

    @ParameterizedTest
    @CsvSource({
        REPORT + ",light", REPORT + ",dark", IMAGES + ",light", IMAGES + ",dark",
        COMPARISON + ",light", COMPARISON + ",dark", OVERVIEW + ",light", OVERVIEW + ",dark"
    })
    void page_inEitherScheme_breaksNoRuleOfAccessibility(String page, String scheme) {
        show(page, 1280, scheme);
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        tab.evaluate(Chromium.resource("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"));
        assertThat(
                        tab.strings(
                                "axe.run(document, {resultTypes: ['violations']}).then(found =>"
                                        + " found.violations.flatMap(rule => rule.nodes.map(node =>"
                                        + " rule.id + ': ' + node.html.slice(0, 200) + ' '"
                                        + " + node.failureSummary)))"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        REPORT + ",390", IMAGES + ",390", COMPARISON + ",390", OVERVIEW + ",390",
        REPORT + ",320", IMAGES + ",768", COMPARISON + ",320", OVERVIEW + ",768"
    })
    void page_onANarrowScreen_isNotWiderThanIt(String page, int width) {
        show(page, width, "light");
        assertThat(tab.evaluate("document.documentElement.scrollWidth").getAsInt())
                .as("widest: " + widest(width))
                .isLessThanOrEqualTo(width);
    }

    private static List<String> widest(int width) {
        return tab.strings(
                "[...document.querySelectorAll('main *')].filter(one =>"
                        + " !one.closest('.scroll') && one.getBoundingClientRect().right > "
                        + width
                        + ").map(one => one.outerHTML.slice(0, 120)).slice(0, 5)");
    }
}
