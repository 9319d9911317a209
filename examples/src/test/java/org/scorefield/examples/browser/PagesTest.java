// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    /** Width of A4 within the browser's own margins of 1 cm, in CSS pixels. */
    private static final int PAPER = 718;

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

    @ParameterizedTest
    @ValueSource(strings = {REPORT, IMAGES, COMPARISON, OVERVIEW})
    void page_readAloud_namesEveryPictureAndHasOneTitle(String page) {
        show(page, 1280, "light");
        assertThat(tab.strings(each("h1", "one.textContent"))).hasSize(1);
        assertThat(
                        tab.strings(
                                each(
                                        "canvas, img, main svg:not([aria-hidden])",
                                        "(one.getAttribute('alt') || one.getAttribute('aria-label')"
                                                + " || '').trim()")))
                .as("%s: names of pictures", page)
                .doesNotContain("");
        assertThat(tab.strings(each("svg[role=img], canvas", "one.getAttribute('role')")))
                .allMatch("img"::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {REPORT, COMPARISON, OVERVIEW})
    void page_byKeyboard_reachesEverythingInOrderAndShowsWhere(String page) {
        show(page, 390, "light");
        // What is in closed details is no stop yet.
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        List<String> all =
                tab.strings(
                        "[...document.querySelectorAll('a[href], summary, .scroll')]"
                                + ".map((one, i) => { one.dataset.stop = i; return '' + i; })");
        assertThat(all).isNotEmpty();
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            tab.press("Tab");
            reached.addAll(
                    tab.strings(
                            "[document.activeElement].map(one => { const style ="
                                    + " getComputedStyle(one); return one.matches(':focus-visible')"
                                    + " && style.outlineStyle !== 'none'"
                                    + " && parseFloat(style.outlineWidth) >= 2"
                                    + " ? one.dataset.stop : 'no outline: ' + one.outerHTML; })"));
        }
        assertThat(reached).isEqualTo(all);
    }

    @Test
    void details_onEnter_openAndClose() {
        show(REPORT, 1280, "light");
        tab.evaluate("document.querySelector('summary').focus()");
        for (boolean open : new boolean[] {true, false}) {
            tab.press("Enter");
            assertThat(tab.evaluate("document.querySelector('details').open").getAsBoolean())
                    .isEqualTo(open);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {REPORT, IMAGES, COMPARISON, OVERVIEW})
    void page_onPaper_losesNothingAtItsEdges(String page) {
        show(page, PAPER, "dark");
        tab.medium("print", "dark");
        assertThat(tab.evaluate("document.documentElement.scrollWidth").getAsInt())
                .as("widest: " + widest(PAPER))
                .isLessThanOrEqualTo(PAPER);
        assertThat(
                        tab.strings(
                                "[...document.querySelectorAll('.scroll')].filter(one =>"
                                        + " one.scrollWidth > one.clientWidth + 1).map(one =>"
                                        + " one.ariaLabel + ': ' + one.scrollWidth)"))
                .as("tables that need more than %s pixels", PAPER)
                .isEmpty();
        assertThat(tab.strings(each("details > *", "'' + one.checkVisibility()")))
                .as("details are shown")
                .doesNotContain("false");
        assertThat(tab.strings(each("canvas", "Chart.getChart(one).options.scales.x.ticks.color")))
                .as("colour of the charts' text, for white paper")
                .allMatch("#555"::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {REPORT, IMAGES, COMPARISON, OVERVIEW})
    void page_printed_isAFileOfAFewPages(String page) {
        show(page, 1280, "light");
        String data = tab.call("Page.printToPDF", Map.of()).get("data").getAsString();
        byte[] pdf = Base64.getDecoder().decode(data);
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("%PDF-");
        assertThat(Pattern.compile("/Type\\s*/Page\\b").matcher(text).results().count())
                .as("pages")
                .isBetween(1L, 30L);
        assertThat(pdf.length).as("bytes").isBetween(5_000, 5_000_000);
    }

    private static String each(String selector, String expression) {
        return "[...document.querySelectorAll('" + selector + "')].map(one => " + expression + ")";
    }

    private static List<String> widest(int width) {
        return tab.strings(
                "[...document.querySelectorAll('main *')].filter(one =>"
                        + " !one.closest('.scroll') && one.getBoundingClientRect().right > "
                        + width
                        + ").map(one => one.outerHTML.slice(0, 120)).slice(0, 5)");
    }
}
