// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The arrows inside this module, and from it to the fields it evaluates. */
@AnalyzeClasses(packages = "org.scorefield", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule packages_useOnlyThoseAbove =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("base")
                    .definedBy("org.scorefield.evaluation")
                    .layer("model")
                    .definedBy("..evaluation.model..")
                    .layer("reference")
                    .definedBy("..evaluation.reference..")
                    .layer("energy")
                    .definedBy("..evaluation.energy..")
                    .layer("ridge")
                    .definedBy("..evaluation.ridge..")
                    .layer("support")
                    .definedBy("..evaluation.support..")
                    .layer("quality")
                    .definedBy("..evaluation.quality..")
                    .layer("potential")
                    .definedBy("..evaluation.potential..")
                    .layer("score")
                    .definedBy("..evaluation.score..")
                    .layer("report")
                    .definedBy("..evaluation.report..")
                    .whereLayer("report")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("score")
                    .mayOnlyBeAccessedByLayers("report")
                    .whereLayer("potential")
                    .mayOnlyBeAccessedByLayers("score", "report")
                    .whereLayer("reference")
                    .mayOnlyBeAccessedByLayers("score", "energy", "ridge", "support", "report")
                    .whereLayer("ridge")
                    .mayOnlyBeAccessedByLayers("support", "report")
                    .whereLayer("support")
                    .mayOnlyBeAccessedByLayers("report")
                    .whereLayer("energy")
                    .mayOnlyBeAccessedByLayers("report")
                    .whereLayer("model")
                    .mayNotAccessAnyLayer()
                    .whereLayer("quality")
                    .mayNotAccessAnyLayer()
                    .whereLayer("quality")
                    .mayOnlyBeAccessedByLayers("report")
                    .because("evaluators know their data, and only the report knows evaluators");

    @ArchTest
    static final ArchRule rooms_ofTheReport_useOnlyThoseAbove =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("content")
                    .definedBy("..report.content..")
                    .layer("light")
                    .definedBy("..report.light..")
                    .layer("audit")
                    .definedBy("org.scorefield.evaluation.report")
                    .layer("score section")
                    .definedBy("..report.score..")
                    .layer("energy section")
                    .definedBy("..report.energy..")
                    .layer("support section")
                    .definedBy("..report.support..")
                    .layer("ridge section")
                    .definedBy("..report.ridge..")
                    .layer("comparison")
                    .definedBy("..report.compare..")
                    .whereLayer("content")
                    .mayNotAccessAnyLayer()
                    .whereLayer("light")
                    .mayOnlyAccessLayers("content")
                    .whereLayer("audit")
                    .mayOnlyAccessLayers("light", "content")
                    .whereLayer("score section")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("energy section")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("support section")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("ridge section")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("comparison")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("comparison")
                    .mayOnlyAccessLayers("audit", "light", "content")
                    .because("an audit finds its evaluators by name and knows none of them");

    @ArchTest
    static final ArchRule packages_formNoCycle =
            SlicesRuleDefinition.slices()
                    .matching("org.scorefield.evaluation.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("a package can be read without those above it");

    @ArchTest
    static final ArchRule referenceData_knowNoDensities =
            noClasses()
                    .that()
                    .resideInAPackage("org.scorefield.evaluation.reference")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("..evaluation.reference.density..")
                    .because("files are read without deciding what density they stand for");

    @ArchTest
    static final ArchRule rooms_ofScore_useOnlyThoseBelow =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("classes")
                    .definedBy("..evaluation.score.classes..")
                    .layer("estimate")
                    .definedBy("..evaluation.score.estimate..")
                    .layer("fit")
                    .definedBy("..evaluation.score.fit..")
                    .layer("kl")
                    .definedBy("..evaluation.score.kl..")
                    .layer("evaluator")
                    .definedBy("org.scorefield.evaluation.score")
                    .whereLayer("classes")
                    .mayNotAccessAnyLayer()
                    .whereLayer("estimate")
                    .mayNotAccessAnyLayer()
                    .whereLayer("fit")
                    .mayOnlyAccessLayers("classes", "estimate")
                    .whereLayer("kl")
                    .mayOnlyAccessLayers("estimate")
                    .whereLayer("evaluator")
                    .mayOnlyAccessLayers("classes", "estimate", "fit")
                    .because("a level is fitted without knowing of models, files and examples");

    @ArchTest
    static final ArchRule rooms_ofEnergy_useOnlyThoseBelow =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("marginal")
                    .definedBy("..evaluation.energy.marginal..")
                    .layer("statistics")
                    .definedBy("..evaluation.energy.statistics..")
                    .layer("findings")
                    .definedBy("..evaluation.energy.findings..")
                    .layer("evaluator")
                    .definedBy("org.scorefield.evaluation.energy")
                    .whereLayer("marginal")
                    .mayNotAccessAnyLayer()
                    .whereLayer("statistics")
                    .mayNotAccessAnyLayer()
                    .whereLayer("findings")
                    .mayOnlyAccessLayers("statistics")
                    .because("the energy of known data is there without a checkpoint");

    @ArchTest
    static final ArchRule rooms_ofRidge_useOnlyThoseBelow =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("geometry")
                    .definedBy("..evaluation.ridge.geometry..")
                    .layer("trajectory")
                    .definedBy("..evaluation.ridge.trajectory..")
                    .layer("statistics")
                    .definedBy("..evaluation.ridge.statistics..")
                    .layer("evaluator")
                    .definedBy("org.scorefield.evaluation.ridge")
                    .whereLayer("geometry")
                    .mayNotAccessAnyLayer()
                    .whereLayer("trajectory")
                    .mayOnlyAccessLayers("geometry")
                    .whereLayer("statistics")
                    .mayOnlyAccessLayers("trajectory")
                    .because("statistics are merged and read where no ridge is at hand");

    @ArchTest
    static final ArchRule rooms_ofSupport_useOnlyThoseBelow =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("tangent")
                    .definedBy("..evaluation.support.tangent..")
                    .layer("statistics")
                    .definedBy("..evaluation.support.statistics..")
                    .layer("dimension")
                    .definedBy("..evaluation.support.dimension..")
                    .layer("alignment")
                    .definedBy("..evaluation.support.alignment..")
                    .layer("shift")
                    .definedBy("..evaluation.support.shift..")
                    .layer("evaluator")
                    .definedBy("org.scorefield.evaluation.support")
                    .whereLayer("tangent")
                    .mayNotAccessAnyLayer()
                    .whereLayer("statistics")
                    .mayNotAccessAnyLayer()
                    .whereLayer("dimension")
                    .mayOnlyAccessLayers("statistics")
                    .whereLayer("alignment")
                    .mayOnlyAccessLayers("tangent", "statistics")
                    .whereLayer("shift")
                    .mayOnlyAccessLayers("tangent", "statistics")
                    .because("dimension, alignment and shift are measured without each other");

    @ArchTest
    static final ArchRule djl_knowsNoEvaluators =
            noClasses()
                    .that()
                    .resideInAPackage("org.scorefield.djl..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.scorefield.evaluation..")
                    .because("fields are usable without the evaluators")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule evaluators_touchNoNativeEngine =
            noClasses()
                    .that()
                    .resideInAPackage("org.scorefield.evaluation..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl.pytorch..", "org.scorefield.djl.program..")
                    .because("evaluators see models as fields, whatever runs them");

    @ArchTest
    static final ArchRule numerics_readNoClock =
            noClasses()
                    .that()
                    .resideInAPackage("..evaluation.score..")
                    .and()
                    .areNotAssignableTo("org.scorefield.evaluation.score.ScoreErrorEvaluator")
                    .and(
                            DescribedPredicate.describe(
                                    "are not part of the evaluator",
                                    (JavaClass type) ->
                                            !type.getName().contains("ScoreErrorEvaluator$")))
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .because("only the time budget may look at the clock");
}
