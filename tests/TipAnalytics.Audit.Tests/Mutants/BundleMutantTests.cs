using System.Globalization;
using TipAnalytics.Audit.Tests.Bundle;

namespace TipAnalytics.Audit.Tests.Mutants;

/// <summary>A bundle that passes, with one number put somewhere: one that is released of the area named beside it (safe), or another (unsafe).</summary>
public class BundleMutantTests
{
    // What is released of «Child work as a household coping strategy» in Nordmere in the latest quarter.
    private static readonly int[] Released = [21, 15, 28, 100, 199];

    private static readonly string Title = "Child work as a household coping strategy";

    [Fact]
    public void Every_number_that_is_not_released_is_caught_wherever_it_stands_and_no_other()
    {
        var random = new Random(5);
        using var release = new SmallRelease();
        Assert.Null(release.Audit());
        var places = Places().ToList();
        for (var mutant = 0; mutant < LedgerMutantTests.Wanted; mutant++)
        {
            var (name, content) = places[mutant % places.Count];
            var other = Other(random);
            using var unsafeOne = new SmallRelease();
            unsafeOne.Write(name, content(other));
            Assert.True(unsafeOne.Audit() is not null, $"passed: {other} in place {mutant % places.Count} ({name})");
            var known = Released[random.Next(Released.Length)].ToString(CultureInfo.InvariantCulture);
            using var safeOne = new SmallRelease();
            safeOne.Write(name, content(known));
            Assert.True(safeOne.Audit() is null, $"caught: {known} in place {mutant % places.Count} ({name}): {safeOne.Audit()}");
        }
    }

    /// <summary>A count, a raw share, a share in per cent with a decimal.</summary>
    private static string Other(Random random) => random.Next(3) switch
    {
        0 => Enumerable.Repeat(0, 100).Select(_ => random.Next(0, 400)).First(number => !Released.Contains(number)).ToString(CultureInfo.InvariantCulture),
        1 => (0.001 + random.NextDouble() * 0.998).ToString("0.0000", CultureInfo.InvariantCulture),
        _ => (21 + random.NextDouble() * 0.9 + 0.05).ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<(string Name, Func<string, byte[]> Content)> Places()
    {
        byte[] Html(string more) => System.Text.Encoding.UTF8.GetBytes(SmallRelease.Html(more));
        yield return ("report.html", number => Html($"<p>{Title}, Nordmere: {number}%.</p>"));
        yield return ("report.html", number => Html($"<p data-values=\"{Title}, Nordmere: {number}\">words</p>"));
        yield return ("report.html", number => Html($"<img alt=\"{Title}, Nordmere: {number}%\">"));
        yield return ("report.html", number => Html($"<!-- {Title}, Nordmere: {number} -->"));
        yield return ("report.html", number => Html($"<table><thead><tr><th>Indicator</th><th>Nordmere</th></tr></thead><tbody><tr><th>{Title}</th><td>{number}%</td></tr></tbody></table>"));
        yield return ("report.docx", number => SmallRelease.Docx($"<w:p><w:r><w:t>{Title}, Nordmere: {number}%.</w:t></w:r></w:p>"));
        yield return ("report.docx", number => SmallRelease.Docx("", property: $"{Title}, Nordmere: {number}"));
        yield return ("report.docx", number => SmallRelease.Docx("", alt: $"{Title}, Nordmere: {number}%"));
        yield return ("tables.xlsx", number => SmallRelease.Xlsx(number));
        yield return ("tables.xlsx", number => SmallRelease.Xlsx("", comment: $"{Title}, Nordmere: {number}"));
        yield return ("charts/areas-CH-01.png", number => SmallRelease.Png($"{Title}, Nordmere: {number}"));
        yield return ("values.svg", number => System.Text.Encoding.UTF8.GetBytes($"<svg><title>{Title}, Nordmere: {number}%</title></svg>"));
    }
}
