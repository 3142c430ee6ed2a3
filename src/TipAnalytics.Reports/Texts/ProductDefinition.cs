using TipAnalytics.Pipeline;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TipAnalytics.Reports.Texts;

/// <summary>A product (<c>reports/products/*.yaml</c>): which sections, in which order.</summary>
internal sealed class ProductDefinition
{
    public required string Id { get; init; }

    /// <summary>Section names, as in <see cref="Sections.SectionCatalogue"/>.</summary>
    public required List<string> Sections { get; init; }

    /// <summary>Longest evidence table printed in the document, in rows; the CSV holds all.</summary>
    public int EvidenceRows { get; init; } = 24;

    /// <summary>Whether the product also comes as a workbook of the evidence table with codebook and caveats.</summary>
    public bool Workbook { get; init; }

    /// <summary>Whether a row of HXL tags stands under the head of the workbook's evidence table.</summary>
    public bool HxlRow { get; init; }

    /// <summary>Names of the definitions in a folder; none when there is no such folder.</summary>
    public static IReadOnlyList<string> Names(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Reads a product definition; unknown keys and sections are faults.</summary>
    public static ProductDefinition Load(string file, IReadOnlyCollection<string> knownSections)
    {
        if (!File.Exists(file))
            throw new DefinitionException($"{file}: no such product. Known products are the files of this folder.");
        try
        {
            var product = new DeserializerBuilder()
                .WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().WithEnforceRequiredMembers().Build()
                .Deserialize<ProductDefinition>(File.ReadAllText(file));
            var unknown = product.Sections.Where(section => !knownSections.Contains(section)).ToList();
            return unknown.Count == 0
                ? product
                : throw new DefinitionException(string.Join('\n', unknown.Select(section =>
                    $"{file}: unknown section \"{section}\". Known: {string.Join(", ", knownSections.Order(StringComparer.Ordinal))}.")));
        }
        catch (YamlException fault)
        {
            throw new DefinitionException($"{file}, line {fault.Start.Line}: {fault.InnerException?.Message ?? fault.Message}");
        }
    }
}
