using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

/// <summary>An area with an onset of its own, and onsets that were moved since an earlier release, in every language.</summary>
public partial class OnsetTests
{
    // Saltmarsh from July 2025; it was that of the country in the release of 15 May, whose own onset was another before that.
    private static readonly OnsetMove[] Moves =
    [
        new("LR", new(2026, 2, 15), new(2024, 10, 1), new(2025, 1, 1), "Joint declaration of the operation", false),
        new("LR02", new(2026, 5, 15), new(2025, 1, 1), new(2025, 7, 1), "Provincial authority", true),
    ];

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Made = new(() => ReportWriter.Make(With(LakeRegion.InAllLanguages), ["trend-report", "hno-pack", "key-messages"])
        .Where(file => file.Name.EndsWith(".html", StringComparison.Ordinal))
        .ToDictionary(file => file.Name[..^".html".Length], file => Whitespace().Replace(Direction().Replace(WebUtility.HtmlDecode(Tag().Replace(Direction().Replace(Encoding.UTF8.GetString(file.Bytes), ""), " ")), ""), " "), StringComparer.Ordinal));

    private static ReleaseContent With(ReleaseContent content) => content with
    {
        Header = content.Header with { AreaOnsets = [new("LR02", new(2025, 7, 1), "Second flood", "Provincial authority")] },
        Findings = [.. content.Findings.Select(finding => finding.AreaCode.StartsWith("LR02", StringComparison.Ordinal) && finding is { Before: { } before, After: { } after }
            ? finding with { Before = before with { Periods = 10 }, After = after with { Periods = 4 } } : finding)],
        OnsetMoves = Moves,
        Translations = [.. content.Translations.Select(With)],
    };

    [Theory]
    [InlineData("trend-report", "compares 8 quarters before with 6 quarters since.", "For Saltmarsh, where the crisis period starts on 1 July 2025: 10 quarters before with 4 quarters since.")]
    [InlineData("trend-report.fr", "compare 8 trimestres avant à 6 trimestres depuis.", "Saltmarsh, où la période de crise commence le 1er juillet 2025 : 10 trimestres avant à 4 trimestres depuis.")]
    [InlineData("trend-report.es", "compara 8 trimestres antes con 6 trimestres después.", "Saltmarsh, donde el período de crisis comienza el 1 de julio de 2025: 10 trimestres antes con 4 trimestres después.")]
    [InlineData("trend-report.ar", "تقارن 8 أرباع سنوية قبل البداية مع 6 أرباع سنوية منذها.", "Saltmarsh، حيث تبدأ فترة الأزمة في 1 يوليو 2025: 10 أرباع سنوية قبل البداية مع 4 أرباع سنوية منذها.")]
    [InlineData("trend-report.uk", "порівнює 8 кварталів до і 6 кварталів відтоді.", "Saltmarsh, де період кризи починається 1 липня 2025 р.: 10 кварталів до і 4 квартали відтоді.")]
    public void Chapter_and_annex_name_the_onset_and_the_quarters_of_an_area_with_its_own(string product, string ofCountry, string ofArea)
    {
        Assert.Contains(ofCountry, Plain(product), StringComparison.Ordinal);
        // Findings and methodology.
        Assert.Equal(2, Regex.Count(Plain(product), Regex.Escape(ofArea)));
    }

    [Fact]
    public void The_country_s_quarters_are_not_those_of_an_area_with_its_own_onset() => Assert.DoesNotContain("compares 10 quarters before", Plain("trend-report"), StringComparison.Ordinal);

    [Theory]
    [InlineData("trend-report", "Since the release of 15 May 2026 the onset of Saltmarsh is 1 July 2025 instead of 1 January 2025 (source: Provincial authority).", "Since the release of 15 February 2026 the onset of Lake Region is 1 January 2025 instead of 1 October 2024")]
    [InlineData("trend-report.fr", "Depuis la publication du 15 mai 2026, le début de la crise (Saltmarsh) est fixé au 1er juillet 2025 au lieu du 1er janvier 2025 (source : Provincial authority).", "Depuis la publication du 15 février 2026")]
    [InlineData("trend-report.es", "Desde la publicación del 15 de mayo de 2026, el inicio de la crisis (Saltmarsh) se fija en el 1 de julio de 2025 en lugar del 1 de enero de 2025 (fuente: Provincial authority).", "Desde la publicación del 15 de febrero de 2026")]
    [InlineData("trend-report.ar", "منذ الإصدار المؤرخ 15 مايو 2026، حُدِّدت بداية الأزمة (Saltmarsh) في 1 يوليو 2025 بدلاً من 1 يناير 2025 (المصدر: Provincial authority).", "منذ الإصدار المؤرخ 15 فبراير 2026")]
    [InlineData("trend-report.uk", "Після випуску від 15 травня 2026 р. початок кризи (Saltmarsh) датовано 1 липня 2025 р. замість 1 січня 2025 р. (джерело: Provincial authority).", "Після випуску від 15 лютого 2026 р.")]
    public void An_onset_moved_since_the_last_release_stands_in_front_and_with_earlier_moves_in_the_methodology(string product, string last, string earlier)
    {
        Assert.Equal(2, Regex.Count(Plain(product), Regex.Escape(last)));
        Assert.Single(Regex.Matches(Plain(product), Regex.Escape(earlier)));
    }

    [Fact]
    public void The_needs_overview_names_the_onset_of_the_area_and_that_it_moved()
    {
        Assert.Contains("In Saltmarsh it starts on 1 July 2025 (Second flood; source: Provincial authority).", Plain("hno-pack"), StringComparison.Ordinal);
        Assert.Single(Regex.Matches(Plain("hno-pack"), "Since the release of 15 May 2026 the onset of Saltmarsh is 1 July 2025"));
    }

    [Fact]
    public void Without_a_move_nothing_is_said_of_one() => Assert.DoesNotContain("Onset of the crisis moved", Products.HtmlText("trend-report"), StringComparison.Ordinal);

    private static string Plain(string product) => Made.Value[product];

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("</?bdi[^>]*>|[\u200E\u200F\u2066-\u2069]")]
    private static partial Regex Direction();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
