using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public class ReadmeTests
{
    /// <summary>In the order of the page.</summary>
    private static readonly Type[] Kinds =
        [typeof(StreamDefinition), typeof(IndicatorDefinition), typeof(QualityRule), typeof(OperationDefinition), typeof(ApproverDefinition), typeof(AgreementsDefinition), typeof(AreaChangesDefinition), typeof(SourceDefinition), typeof(CorrectionsDefinition), typeof(ContextDefinition)];

    [Fact]
    public void Every_example_of_the_reference_is_a_readable_definition()
    {
        var page = File.ReadAllText(Path.Combine(CatalogueFolder.Default, "README.md"));
        var examples = page.Split("```yaml\n")[1..].Select(rest => rest.Split("```")[0]).ToList();
        var faults = new DefinitionFaults();

        Assert.Equal(Kinds.Length, examples.Count);
        foreach (var (kind, example) in Kinds.Zip(examples))
            new YamlBinder(kind.Name, faults).Bind(kind, YamlNode.Parse(example, kind.Name, faults)!);
        Assert.Empty(faults.All);
    }
}
