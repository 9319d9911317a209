// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The arrows of the house: each package uses only those above it. */
@AnalyzeClasses(
        packages = "org.scorefield.djl",
        importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule packages_useOnlyThoseAbove =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .withOptionalLayers(true)
                    .layer("schedule")
                    .definedBy("..djl.schedule..")
                    .layer("checkpoint")
                    .definedBy("..djl.checkpoint..")
                    .layer("program")
                    .definedBy("..djl.program..")
                    .layer("architecture")
                    .definedBy("..djl.architecture..")
                    .layer("engine")
                    .definedBy("..djl.engine..")
                    .layer("posterior")
                    .definedBy("..djl.posterior..")
                    .layer("field")
                    .definedBy("..djl.field..")
                    .layer("process")
                    .definedBy("..djl.process..")
                    .layer("variation")
                    .definedBy("..djl.variation..")
                    .layer("translate")
                    .definedBy("..djl.translate..")
                    .whereLayer("variation")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("translate")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("process")
                    .mayOnlyBeAccessedByLayers("variation", "translate")
                    .whereLayer("field")
                    .mayOnlyBeAccessedByLayers("process", "variation", "translate")
                    .whereLayer("posterior")
                    .mayOnlyBeAccessedByLayers("field", "process", "variation", "translate")
                    .whereLayer("engine")
                    .mayOnlyBeAccessedByLayers("field", "process", "variation", "translate")
                    .whereLayer("architecture")
                    .mayOnlyBeAccessedByLayers(
                            "engine", "field", "process", "variation", "translate")
                    .whereLayer("program")
                    .mayOnlyBeAccessedByLayers(
                            "architecture", "engine", "field", "process", "variation", "translate")
                    .whereLayer("checkpoint")
                    .mayOnlyBeAccessedByLayers(
                            "program",
                            "architecture",
                            "engine",
                            "field",
                            "process",
                            "variation",
                            "translate")
                    .because("the way of the data is one way: file, program, network, field");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("org.scorefield.djl.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyEngine_touchesPyTorch =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..djl.engine..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl.pytorch..")
                    .because("native calls, gradient mode and threads have one owner")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule checkpointAndSchedule_knowNoEngine =
            noClasses()
                    .that()
                    .resideInAnyPackage("..djl.schedule..", "..djl.checkpoint..", "..djl.program..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl..")
                    .because("a checkpoint can be read, and a program written, without an engine")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule djl_knowsNoTribuo =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.tribuo..", "org.scorefield.evaluation..")
                    .because("fields are usable without the evaluators")
                    .allowEmptyShould(true);
}
