using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Translations of the catalogue: complete, none left over, none out of date, none that the guard refuses.</summary>
public sealed class CatalogueTextTests : IDisposable
{
    private static readonly Catalogue Catalogue = CatalogueLoader.Load(CatalogueFolder.Default);
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Languages => [.. LanguageFile.Languages];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Languages))]
    public void The_catalogue_that_ships_is_whole_in_every_language(string language)
    {
        var texts = CatalogueTexts.Load(CatalogueFolder.Default, null, language, Catalogue);
        Assert.All(Catalogue.Indicators.Values, indicator => Assert.Equal(indicator.ResponseOptions.Keys.Order(StringComparer.Ordinal), texts.Of(indicator).Options.Keys.Order(StringComparer.Ordinal)));
        Assert.Equal(StandingCaveats.Ids.Order(StringComparer.Ordinal), texts.Standing.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Five_languages_ship() => Assert.Equal(["ar", "en", "es", "fr", "uk"], LanguageFile.Languages);

    [Theory]
    [InlineData("  CH-03:\n", "  CH-99:\n", "indicators/CH-03.yaml has no texts in this language", "there is nothing to translate under \"indicators\", \"CH-99\"")]
    [InlineData("    option_PRO-CPN:", "    option_PRO-XXX:", "\"option_PRO-CPN\" is missing", "there is no \"option_PRO-XXX\" in the catalogue")]
    [InlineData("title: \"Emprunt d'argent pour couvrir les besoins\"", "title: \"Taux de traite dans les ménages\"", "reads as «taux de traite»", "")]
    [InlineData("  no_weights: ", "  no_weight: ", "the sentence \"no_weights\" is missing", "")]
    public void A_text_that_is_missing_left_over_or_refused_is_a_fault(string written, string instead, string fault, string other)
    {
        var message = Assert.Throws<DefinitionException>(() => Load(text => text.Replace(written, instead, StringComparison.Ordinal))).Message;
        Assert.Contains(fault, message, StringComparison.Ordinal);
        Assert.Contains(other, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_changed_since_makes_its_translation_a_fault_until_somebody_has_looked_at_it()
    {
        var indicator = Catalogue.Indicators["CH-03"];
        var changed = Catalogue with { Indicators = Catalogue.Indicators.ToDictionary(pair => pair.Key, pair => pair.Key == "CH-03" ? Retold(indicator) : pair.Value) };
        var fault = Assert.Throws<DefinitionException>(() => CatalogueTexts.Load(CatalogueFolder.Default, null, "fr", changed)).Message;
        Assert.Matches("^texts/fr.yaml, line [0-9]+: indicators/CH-03.yaml: the words in the catalogue have changed since. Compare the texts with them, and write of: [0-9a-f]{8}$", fault);
    }

    [Fact]
    public void An_operation_translates_its_own_words()
    {
        Directory.CreateDirectory(Path.Combine(folder, "texts"));
        File.WriteAllText(Path.Combine(folder, "texts", "fr.yaml"), "language: fr\nwords:\n  Household interviews: Entretiens avec les ménages\n");
        var texts = CatalogueTexts.Load(CatalogueFolder.Default, folder, "fr", Catalogue);
        Assert.Equal("Entretiens avec les ménages", texts.Own("Household interviews"));
        Assert.Equal("Site visits", texts.Own("Site visits"));
    }

    [Fact]
    public void A_language_without_texts_is_a_fault_that_names_those_there_are() => Assert.Equal(
        "There are no texts in the language \"sw\"; known are ar, en, es, fr, uk. Correct «languages» in operation.yaml, or --lang.",
        Assert.Throws<DefinitionException>(() => CatalogueTexts.Load(CatalogueFolder.Default, null, "sw", Catalogue)).Message);

    private void Load(Func<string, string> change)
    {
        var target = Path.Combine(folder, "catalogue");
        foreach (var path in new[] { "standing-caveats.yaml", "context/checklist.csv", "texts/en.yaml", "texts/fr.yaml" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
            var text = File.ReadAllText(Path.Combine(CatalogueFolder.Default, path));
            File.WriteAllText(Path.Combine(target, path), path == "texts/fr.yaml" ? change(text) : text);
        }
        LanguageFile.Load(target, "fr");
        CatalogueTexts.Load(target, null, "fr", Catalogue);
    }

    private static IndicatorDefinition Retold(IndicatorDefinition indicator) => new()
    {
        Id = indicator.Id, Title = indicator.Title, Definition = indicator.Definition + " Only once.", Family = indicator.Family, Unit = indicator.Unit, Direction = indicator.Direction, Why = indicator.Why,
        Caveat = indicator.Caveat, LowMeans = indicator.LowMeans, ResponseOptions = indicator.ResponseOptions, Stream = indicator.Stream, File = indicator.File,
    };
}
