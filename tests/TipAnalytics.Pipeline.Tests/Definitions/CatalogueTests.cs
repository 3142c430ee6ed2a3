using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>The catalogue that ships with the program.</summary>
public class CatalogueTests
{
    [Fact]
    public void The_checklist_has_every_question_of_the_guide_with_its_parts()
    {
        var questions = ContextChecklist.Load(CatalogueFolder.Default);

        string[] expected =
        [
            .. Numbers("QA", 8), "QB1", "QB2", "QC1", "QC2", "QD1", .. Numbers("QE", 4), "QE5a", "QE5b", "QE5c", "QE5d", "QE5e", "QE5f",
            "QE6a", "QE6b", "QE6c", "QE6d", "QE6e", "QE7", "QE8", "QF1", .. Numbers("QG", 3), "QH1",
            "QH2a", "QH2b", "QH2c", "QH2d", "QH2e", "QH3", "QH4a", "QH4b", "QH4c", "QH4d", "QH5", "QH6", "QH7", "QH8",
            // Ours: duties to report differ and touch people, and the list has no question on them.
            "QX1",
        ];
        Assert.Equal(expected, questions.Select(question => question.Id));
        Assert.Equal(["QA3", "QA4", "QB1", "QB2"], questions.Where(question => question.IsSensitive).Select(question => question.Id));
        Assert.Equal(["QC", "QD", "QE", "QF", "QG", "QX"], questions.Where(question => question.AsksProvision).Select(question => question.Part).Distinct());
        Assert.Equal("Now", questions.Single(question => question.Id == "QB1").Section);
    }

    [Fact]
    public void The_questions_themselves_pass_the_guard() =>
        Assert.All(ContextChecklist.Load(CatalogueFolder.Default), question => Assert.Empty(PrevalenceGuard.Prose(question.Question)));

    [Fact]
    public void The_standing_caveats_are_CAV_0_to_CAV_9_with_two_forms_of_CAV_3()
    {
        var caveats = StandingCaveats.Load(CatalogueFolder.Default);

        Assert.Equal(["CAV-0", "CAV-1", "CAV-2", "CAV-3", "CAV-3b", "CAV-4", "CAV-5", "CAV-6", "CAV-7", "CAV-8", "CAV-9"], caveats.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            "These are proxy indicators drawn from data collected for other purposes. They show conditions and changes that can raise the risk of trafficking in persons. "
            + "They do not measure prevalence, are not proof that trafficking is or is not happening, and must be read together and in context. "
            + "No report from an area does not mean there is no risk.",
            caveats["CAV-0"]);
    }

    [Fact]
    public void The_shipped_catalogue_loads_without_a_fault()
    {
        var catalogue = CatalogueLoader.Load(CatalogueFolder.Default);

        Assert.Equal(["cp_cm", "disp", "evt", "fs_hh", "gbv_ir", "hno", "mrm_agg", "msna_child", "msna_hh", "pm_hh", "pm_inc", "pm_ki", "pop", "site", "srv"], catalogue.Streams.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(73, catalogue.Indicators.Count);
    }

    [Fact]
    public void The_catalogue_holds_the_fifty_proxy_indicators_and_each_other_form_names_the_one_it_belongs_to()
    {
        var indicators = CatalogueLoader.Load(CatalogueFolder.Default).Indicators.Values;

        string[] expected =
        [
            .. Ids("CH", 11), .. Ids("EC", 6), .. Ids("LB", 5), .. Ids("MV", 4), .. Ids("VI", 6), .. Ids("CX", 7), .. Ids("CO", 9), .. Ids("RE", 2),
        ];
        Assert.Equal(50, expected.Length);
        Assert.Equal(expected.Order(StringComparer.Ordinal), indicators.Where(indicator => indicator.VariantOf is null).Select(indicator => indicator.Id).Order(StringComparer.Ordinal));
        Assert.All(indicators.Where(indicator => indicator.VariantOf is not null), indicator => Assert.StartsWith(indicator.VariantOf!, indicator.Id, StringComparison.Ordinal));
        Assert.All(indicators, indicator => Assert.NotEmpty(indicator.Examples));
    }

    private static IEnumerable<string> Ids(string prefix, int count) => Enumerable.Range(1, count).Select(number => FormattableString.Invariant($"{prefix}-{number:00}"));

    private static IEnumerable<string> Numbers(string prefix, int count) => Enumerable.Range(1, count).Select(number => FormattableString.Invariant($"{prefix}{number}"));
}
