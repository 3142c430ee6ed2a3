using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Charts;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Docx;
using TipAnalytics.Reports.Html;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

/// <summary>Contrast and colours as people see them, computed from the style sheets and palettes themselves.</summary>
public partial class AccessibilityTests
{
    private const double Text = 4.5;
    private const double Graphics = 3;

    [Fact]
    public void Every_text_of_a_page_stands_out_from_what_is_behind_it()
    {
        var named = Variable().Matches(HtmlStyle.Css).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
        string[] Colours(string value) => [.. Hex().Matches(Variables().Replace(value, match => named[match.Groups[1].Value])).Select(match => match.Value)];
        var rules = 0;
        foreach (Match rule in Rule().Matches(HtmlStyle.Css))
        {
            var ink = Colour().Match(rule.Groups[2].Value) is { Success: true } own ? Colours(own.Groups[1].Value) : [named["ink"]];
            var paper = Background().Match(rule.Groups[2].Value) is { Success: true } behind ? Colours(behind.Groups[1].Value) : ["#ffffff", named["band"]];
            rules++;
            Assert.All(ink, text => Assert.All(paper, back => Assert.True(Contrast(text, back) >= Text, $"{rule.Groups[1].Value}: {text} on {back} is {Contrast(text, back):0.00}")));
        }
        Assert.True(rules > 10);
    }

    [Fact]
    public void Every_text_of_a_word_document_or_pdf_stands_out_from_its_cell() =>
        Assert.All(Enum.GetValues<CellLook>(), look => Assert.True(
            Contrast(DocxTables.Colour(look) ?? DocxStyles.Ink, DocxTables.Fill(look) ?? "FFFFFF") >= Text && Contrast(DocxStyles.Soft, "FFFFFF") >= Text && Contrast(DocxStyles.Blue, DocxStyles.Band) >= Text, look.ToString()));

    [Fact]
    public void Lines_marks_and_patterns_of_charts_stand_out_from_paper() =>
        Assert.All(new[] { ChartStyle.Blue, ChartStyle.Vermillion, ChartStyle.Ink, ChartStyle.Soft, ChartStyle.Pattern }, colour => Assert.True(Contrast(colour, "#FFFFFF") >= Graphics, $"{colour} {Contrast(colour, "#FFFFFF"):0.00}"));

    [Fact]
    public void The_pattern_of_no_data_stands_out_from_its_fill() => Assert.True(Contrast(ChartStyle.Pattern, ChoroplethMap.Colour(MapBand.NoData)) >= Graphics);

    [Fact]
    public void Labels_inside_a_chart_stand_out_from_their_fill()
    {
        Assert.All(Enum.GetValues<FamilyState>(), state => Assert.True(Contrast(ChartStyle.Ink, HeatTable.Colour(state)) >= Text, state.ToString()));
        Assert.All(Enum.GetValues<MapBand>().Where(band => band != MapBand.Many), band => Assert.True(Contrast(ChartStyle.Ink, ChoroplethMap.Colour(band)) >= Text, band.ToString()));
        // On the darkest band labels have a white edge.
        Assert.True(Contrast(ChartStyle.Ink, ChoroplethMap.Colour(MapBand.Many)) >= Graphics);
    }

    public static TheoryData<string> Eyes => [.. Simulations.Keys];

    /// <summary>The states that have no pattern or symbol of their own.</summary>
    [Theory, MemberData(nameof(Eyes))]
    public void Bands_of_the_map_and_states_of_the_heat_table_are_told_apart(string eyes)
    {
        foreach (var palette in new[]
        {
            Enum.GetValues<MapBand>().Where(band => band is not (MapBand.TooLittleKnown or MapBand.NoData)).Select(ChoroplethMap.Colour).ToList(),
            [HeatTable.Colour(FamilyState.Elevated), HeatTable.Colour(FamilyState.NotElevated)],
            [ChartStyle.Blue, "#FFFFFF"], [ChartStyle.Vermillion, "#FFFFFF"],
        })
        {
            var seen = palette.Select(colour => Lab(Seen(Linear(colour), eyes))).ToList();
            for (var one = 0; one < seen.Count; one++)
                for (var other = one + 1; other < seen.Count; other++)
                    Assert.True(Distance(seen[one], seen[other]) >= 12, $"{eyes}: {palette[one]} and {palette[other]} are {Distance(seen[one], seen[other]):0.0} apart");
        }
    }

    [Fact]
    public void Every_line_drawn_has_its_values_in_a_table()
    {
        foreach (var product in Products.Illustrated)
        {
            var page = System.Net.WebUtility.HtmlDecode(Products.Html(product));
            var drawn = Regex.Count(page, "<img alt=\"(Small line charts|Line chart)");
            var tables = Regex.Matches(page, "<caption>[^<]*Values of «([^»]+)»").Select(match => match.Groups[1].Value).ToList();
            Assert.Equal(drawn, tables.Count);
        }
    }

    [Fact]
    public void The_values_behind_a_line_are_the_released_ones()
    {
        var view = new Wording.ReleaseView(LakeRegion.Content, Texts.ReportTexts.Shipped(LakeRegion.Content.Words));
        var table = new Sections.Figures(view).Multiples(view.Indicator("CH-03"))!.Values.Single();
        Assert.Equal(["Period", .. LakeRegion.Admin1Names], table.Columns.Select(column => column.Title));
        var cells = new Wording.CellWords(view);
        Assert.All(table.Rows.Zip(view.Series("CH-03", "LR01")), pair => Assert.Equal(cells.Value(pair.Second.Value), pair.First[1]));
        Assert.Equal(14, table.Rows.Count);
    }

    /// <summary>Machado, Oliveira and Fernandes (2009), IEEE Trans. Vis. Comput. Graph. 15(6), severity 1.0, linear RGB; grey is luminance.</summary>
    private static readonly Dictionary<string, double[]> Simulations = new(StringComparer.Ordinal)
    {
        ["all colours"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
        ["grey"] = [0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722],
    };

    private static double Contrast(string one, string other)
    {
        var (first, second) = (Luminance(Linear(one)), Luminance(Linear(other)));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double[] Linear(string hex) => [.. Enumerable.Range(0, 3)
        .Select(part => int.Parse(Long(hex.TrimStart('#')).AsSpan(2 * part, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
        .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static string Long(string hex) => hex.Length == 3 ? string.Concat(hex.Select(digit => new string(digit, 2))) : hex;

    private static double Luminance(double[] rgb) => 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

    private static double[] Seen(double[] rgb, string eyes) => [.. Simulations[eyes].Chunk(3).Select(row => Math.Clamp(row.Zip(rgb, (weight, value) => weight * value).Sum(), 0, 1))];

    /// <summary>CIE 1976 L*a*b*, D65.</summary>
    private static double[] Lab(double[] rgb)
    {
        static double Root(double value) => value > 216.0 / 24389 ? Math.Cbrt(value) : (24389.0 / 27 * value + 16) / 116;
        var x = Root((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047);
        var y = Root(Luminance(rgb));
        var z = Root((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double Distance(double[] one, double[] other) => Math.Sqrt(one.Zip(other, (left, right) => (left - right) * (left - right)).Sum());

    [GeneratedRegex(@"--([a-z]+): (#[0-9a-f]{6})")]
    private static partial Regex Variable();

    [GeneratedRegex(@"var\(--([a-z]+)\)")]
    private static partial Regex Variables();

    [GeneratedRegex("#[0-9a-f]{6}|#[0-9a-f]{3}(?![0-9a-f])")]
    private static partial Regex Hex();

    [GeneratedRegex(@"([^{}]+)\{([^{}]*)\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<![-a-z])color: ([^;}]+)")]
    private static partial Regex Colour();

    [GeneratedRegex(@"background: ([^;}]+)")]
    private static partial Regex Background();
}
