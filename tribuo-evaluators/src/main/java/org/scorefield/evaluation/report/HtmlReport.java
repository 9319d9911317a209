// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.ReferenceProvenance;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.ChartHtml;
import org.scorefield.evaluation.report.content.Clause;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.HeatMap;
import org.scorefield.evaluation.report.content.Html;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Page;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.LightHtml;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.support.SupportOptions;

/**
 * report.html: one file that needs no network. Its content security policy allows nothing from
 * outside, and every text that comes from a checkpoint or its data is escaped.
 */
final class HtmlReport {
    private final AuditInput input;
    private final Findings findings;
    private final Optional<SampleImages> images;
    private final Provenance provenance;
    private final Html html = new Html();

    HtmlReport(
            AuditInput input,
            Findings findings,
            Optional<SampleImages> images,
            Provenance provenance) {
        this.input = input;
        this.findings = findings;
        this.images = images;
        this.provenance = provenance;
    }

    String toHtml() {
        String name = input.subject().name();
        Page.begin(html, name + " \u00b7 Scorefield audit");
        header();
        findings.sections().forEach(this::section);
        images.ifPresent(this::images);
        provenance();
        html.raw("</main>\n");
        ChartHtml.scripts(html).raw("</body>\n</html>\n");
        return html.toString();
    }

    private void header() {
        AuditSubject subject = input.subject();
        html.raw("<header>\n<p class=\"brand\">Scorefield audit</p>\n");
        html.element("h1", subject.name());
        summary();
        html.raw("<dl class=\"facts\">\n");
        subject.facts().forEach(this::fact);
        ReferenceProvenance reference = input.reference().provenance();
        String count =
                reference.count() == reference.available()
                        ? reference.count() + " samples"
                        : reference.count() + " of " + reference.available() + " samples";
        fact("reference data", reference.source() + ", " + count);
        html.raw("</dl>\n");
        if (!subject.notes().isEmpty()) {
            html.raw("<ul class=\"notes\">\n");
            subject.notes().forEach(note -> html.element("li", note));
            html.raw("</ul>\n");
        }
        html.raw("</header>\n");
    }

    /** One line for each evaluator: its light, the verdict in a clause, and what decided. */
    private void summary() {
        html.raw("<h2 class=\"hidden\" id=\"summary\">Summary</h2>\n")
                .raw("<ul class=\"summary\" aria-labelledby=\"summary\">\n");
        for (AuditSection section : findings.sections()) {
            html.raw("<li><p class=\"what\">");
            LightHtml.sign(html, section.light().colour());
            html.raw(" <a href=\"#" + id(section) + "\">").text(section.title()).raw("</a></p>\n");
            html.raw("<p class=\"verdict\">").text(Clause.first(section.verdict())).raw("</p>\n");
            html.raw("<p class=\"reason\">").text(section.light().sentence()).raw("</p>\n");
            if (!section.light().basis().isEmpty()) {
                html.raw("<details><summary>Why these thresholds")
                        .raw("<span class=\"hidden\"> of ")
                        .text(section.title())
                        .raw("</span></summary>")
                        .element("p", section.light().basis())
                        .raw("</details>\n");
            }
            html.raw("</li>\n");
        }
        findings.refused()
                .forEach(
                        (name, reason) -> {
                            html.raw("<li><p class=\"what\">");
                            LightHtml.sign(html, Colour.GREY);
                            html.raw(" ").text(name).raw("</p>\n<p class=\"verdict\">");
                            html.text("Did not run: " + reason).raw("</p>\n</li>\n");
                        });
        html.raw("</ul>\n");
    }

    private String id(AuditSection section) {
        return "section-" + findings.sections().indexOf(section);
    }

    private void fact(String name, String value) {
        html.raw("<div>").element("dt", name).element("dd", value).raw("</div>\n");
    }

    private void section(AuditSection section) {
        String id = id(section);
        html.raw("<section aria-labelledby=\"" + id + "\">\n<h2 id=\"" + id + "\">")
                .text(section.title())
                .raw("</h2>\n");
        html.raw("<p class=\"verdict\">").text(section.verdict()).raw("</p>\n");
        if (!section.details().warnings().isEmpty()) {
            html.raw("<ul class=\"notes\">\n");
            section.details().warnings().forEach(warning -> html.element("li", warning));
            html.raw("</ul>\n");
        }
        html.raw("<div class=\"charts\">\n");
        section.charts().forEach(this::chart);
        html.raw("</div>\n<noscript><p class=\"quiet\">The charts need scripts; the tables hold")
                .raw(" the same numbers.</p></noscript>\n");
        table(section.table());
        section.details().maps().forEach(this::map);
        section.details().tables().forEach(this::table);
        section.details().galleries().forEach(this::gallery);
        html.raw("<h3>What the numbers mean</h3>\n");
        section.meaning().forEach(sentence -> html.element("p", sentence));
        if (!section.details().limits().isEmpty()) {
            html.raw("<h3>What they do not cover</h3>\n<ul class=\"limits\">\n");
            section.details().limits().forEach(limit -> html.element("li", limit));
            html.raw("</ul>\n");
        }
        html.raw("</section>\n");
    }

    private void chart(Chart chart) {
        ChartHtml.open(html, chart).raw("</figure>\n");
    }

    private void map(HeatMap map) {
        html.raw("<figure class=\"landscape\">\n")
                .element("figcaption", map.title())
                .raw(map.svg())
                .raw("<p class=\"quiet\">")
                .text(map.caption())
                .raw("</p>\n</figure>\n");
    }

    private void table(Table table) {
        Page.table(html, table);
    }

    private Html scroll(String label) {
        return Page.scroll(html, label);
    }

    private void gallery(Gallery gallery) {
        html.element("h3", gallery.title());
        scroll(gallery.title()).raw("<table class=\"images gallery\">\n<thead>\n<tr><td></td>");
        gallery.columns()
                .forEach(column -> html.raw("<th scope=\"col\">").text(column).raw("</th>"));
        html.raw("</tr>\n</thead>\n<tbody>\n");
        for (Gallery.Row row : gallery.rows()) {
            html.raw("<tr><th scope=\"row\">").text(row.name()).raw("</th>");
            for (int i = 0; i < gallery.columns().size(); i++) {
                String alternative = row.name() + " at " + gallery.columns().get(i);
                html.raw("<td>");
                row.pictures()
                        .get(i)
                        .ifPresent(
                                picture ->
                                        html.raw("<img src=\"")
                                                .raw(picture.uri())
                                                .raw("\" alt=\"")
                                                .text(alternative)
                                                .raw("\">")
                                                .element("span", picture.label()));
                html.raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n</div>\n<p class=\"quiet\">")
                .text(gallery.caption())
                .raw("</p>\n");
    }

    private void images(SampleImages samples) {
        html.raw("<section>\n<h2>Reference images, noised and denoised</h2>\n");
        scroll("Reference images, noised and denoised")
                .raw("<table class=\"images\">\n<thead>\n<tr><td></td>");
        for (NoiseLevel level : samples.levels()) {
            html.raw("<th colspan=\"2\" scope=\"colgroup\">\u03c3/\u03b1 = ")
                    .text(Numbers.of(level.sigma() / level.alpha()))
                    .raw("</th>");
        }
        html.raw("</tr>\n<tr><th scope=\"col\">data</th>");
        samples.levels()
                .forEach(
                        level ->
                                html.raw("<th scope=\"col\">noised</th>")
                                        .raw("<th scope=\"col\">denoised</th>"));
        html.raw("</tr>\n</thead>\n<tbody>\n");
        for (SampleImages.Row row : samples.rows()) {
            html.raw("<tr>");
            image(row.reference(), "reference image");
            for (int i = 0; i < samples.levels().size(); i++) {
                image(row.noised().get(i), "noised");
                image(row.denoised().get(i), "denoised by the model");
            }
            html.raw("</tr>\n");
        }
        html.raw(
                        "</tbody>\n</table>\n</div>\n<p class=\"quiet\">Denoised images are the model\u2019s")
                .raw(
                        " mean of the data given the noised image, so they blur as noise grows. Noised")
                .raw(" images are shown with compressed contrast so that the noise fits.</p>\n")
                .raw("</section>\n");
    }

    private void image(String uri, String alternative) {
        html.raw("<td><img src=\"").raw(uri).raw("\" alt=\"").text(alternative).raw("\"></td>");
    }

    private void provenance() {
        ReferenceProvenance reference = input.reference().provenance();
        AuditOptions options = input.options();
        html.raw("<section class=\"provenance\">\n<h2>Provenance</h2>\n<dl>\n");
        fact("checkpoint SHA-256", input.subject().sha256());
        fact("reference data SHA-256", reference.sha256());
        fact("reference data format", reference.format() + ", " + reference.mapping());
        fact(
                "options",
                "reference data as "
                        + (options.referenceRole() == ReferenceRole.WHOLE
                                ? "the whole distribution"
                                : "a sample")
                        + ", levels "
                        + options.levels()
                        + ", samples "
                        + options.samples()
                        + ", seed "
                        + options.seed()
                        + ", batch "
                        + options.batchSize()
                        + ", confidence "
                        + Numbers.percent(options.confidence())
                        + ", test functions "
                        + options.scoreError().testFunctions().stream()
                                .map(TestFunctionSpec::toString)
                                .collect(Collectors.joining(", "))
                        + " fitted on at most "
                        + options.scoreError().fitSamples()
                        + " samples of each half");
        MarginalEnergyOptions energy = options.marginalEnergy();
        fact(
                "options of the marginal energy",
                "t from "
                        + Numbers.of(energy.prior().tMin())
                        + " to "
                        + Numbers.of(energy.prior().tMax())
                        + ", "
                        + energy.states()
                        + " states of each place and level, "
                        + energy.runs()
                        + " blind generations of "
                        + energy.steps()
                        + " steps, a density of at most "
                        + energy.reference()
                        + " reference points");
        SupportOptions support = options.support();
        fact(
                "options of the support",
                support.path().process().title()
                        + ", "
                        + count(support.path().steps())
                        + " steps"
                        + (support.path().end().isPresent()
                                ? " to t = " + Numbers.of(support.path().end().getAsDouble())
                                : "")
                        + ", "
                        + count(support.samples())
                        + " trajectories, "
                        + count(support.vectors())
                        + " vectors, "
                        + (support.directions().isPresent()
                                ? "d = " + support.directions().getAsInt()
                                : "d estimated")
                        + ", a density of at most "
                        + support.reference()
                        + " reference points");
        RidgeEvaluatorOptions ridge = options.ridge();
        fact(
                "options of the ridge",
                ridge.way().samples()
                        + " samples of "
                        + ridge.way().steps()
                        + " steps of the "
                        + ridge.way().process().label()
                        + ", "
                        + ridge.way().heldOut()
                        + " held-out data, a density of at most "
                        + ridge.reference()
                        + " reference points, \u03ba = "
                        + Numbers.of(ridge.geometry().kappa()));
        for (Map.Entry<String, String> fact : provenance.facts().entrySet()) {
            fact(fact.getKey(), fact.getValue());
        }
        html.raw("</dl>\n<p class=\"quiet\">Charts drawn with Chart.js 4.5.1 (MIT licence).</p>\n")
                .raw("</section>\n");
    }

    private static String count(OptionalInt given) {
        return given.isPresent() ? String.valueOf(given.getAsInt()) : "the usual";
    }
}
