using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Tests.SampleData;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>The table that says where each rule of the guide is kept.</summary>
public sealed partial class GuideRuleTests : IDisposable
{
    private const string Table = "catalogue/rules.csv";

    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Fact]
    public void Every_rule_of_the_guide_says_where_it_is_kept_or_what_is_missing()
    {
        var rules = GuideRules.Load(CatalogueFolder.Default);
        Assert.Equal(Enumerable.Range(1, 54).Select(number => FormattableString.Invariant($"R-{number:00}")), rules.Select(rule => rule.Id).Distinct());
        Assert.All(rules, rule => Assert.NotEqual("", rule.KeptBy == GuideRules.NotYet ? rule.Note : rule.Where));
    }

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(SampleFiles.Root, "tests"), "*.cs", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file)).SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        Assert.Contains($"{nameof(GuideRuleTests)}.{nameof(Every_test_that_is_named_is_there)}", tests);
        Assert.Empty(GuideRules.Load(CatalogueFolder.Default).Where(rule => rule.KeptBy == GuideRules.Test && !tests.Contains(rule.Where)).Select(rule => $"{rule.Id}: {rule.Where}"));
    }

    [Theory]
    [InlineData("R-02,In short,text,CAV-0,\n", "", "line 1: R-02 has no line: say where it is kept, or that it is not_yet and what is missing")]
    [InlineData("R-54,", "R-55,", "line 1: R-54 has no line: say where it is kept, or that it is not_yet and what is missing\nrules.csv, line 55: \"R-55\" is no rule of the guide; they are R-01 to R-54")]
    [InlineData("R-02,In short,", "R-02,,", "line 3: R-02 has no words: write the rule in short")]
    [InlineData("R-02,In short,", "R-02,The number of trafficked persons,", "line 3: \"rule\" reads as «number of trafficked persons»: nothing here counts, rates or estimates trafficked persons; describe the condition that is measured instead")]
    [InlineData("R-02,In short,text,CAV-0,\n", "R-02,In short,text,CAV-0,\nR-02,In other words,text,CAV-1,\n", "line 4: R-02 stands in other words above; write the rule the same way in each of its lines")]
    [InlineData("R-02,In short,text,CAV-0,\n", "R-02,In short,text,CAV-0,\nR-02,In short,text,CAV-0,Again\n", "line 4: R-02 is said twice to be kept by CAV-0")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,texts,CAV-0,", "line 3: \"kept_by\" is \"texts\", which is none of test, rule, text, design, not_yet. Did you mean \"text\"?")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,text,,", "line 3: R-02 names no place: a test, a file of the catalogue, a standing caveat, a guard rule, a command or a text of the reports")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,text,CAV-11,", "line 3: there is no standing caveat \"CAV-11\". Did you mean \"CAV-1\"?")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,rule,streams/pm_hx.yaml,", "line 3: \"streams/pm_hx.yaml\" is no file of the catalogue, standing caveat, guard rule (PG-1 to PG-12), command (tip …) or text of the reports (text …)")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,rule,PG-13,", "line 3: \"PG-13\" is no file of the catalogue, standing caveat, guard rule (PG-1 to PG-12), command (tip …) or text of the reports (text …)")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,rule,../operation/operation.yaml,", "line 3: \"../operation/operation.yaml\" is no file of the catalogue, standing caveat, guard rule (PG-1 to PG-12), command (tip …) or text of the reports (text …)")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,test,A test,", "line 3: \"A test\" is no test of the form Class.Method_name")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,not_yet,,", "line 3: R-02 is not_yet without a reason: say under \"note\" what is missing")]
    [InlineData("R-02,In short,text,CAV-0,", "R-02,In short,not_yet,CAV-0,All", "line 3: R-02 is not_yet and names a place; what is there already takes a line of its own")]
    [InlineData("id,rule,kept_by", "id,rules,kept_by", "line 1: the header has to be id,rule,kept_by,where,note")]
    public void A_fault_of_the_table_is_said_with_its_line(string old, string now, string message) => Assert.Equal($"rules.csv, {message}", example.Replace(Table, old, now).Faults());

    [Fact]
    public void A_rule_may_be_kept_in_several_places()
    {
        example.Replace(Table, "R-02,In short,text,CAV-0,\n", "R-02,In short,text,CAV-0,\nR-02,In short,rule,streams/pm_hh.yaml,\nR-02,In short,design,PG-2,\nR-02,In short,rule,tip form,\nR-02,In short,not_yet,,A part\n");
        example.Load();
        Assert.Equal(["CAV-0", "streams/pm_hh.yaml", "PG-2", "tip form", ""], GuideRules.Load(example.CatalogueFolderPath).Where(rule => rule.Id == "R-02").Select(rule => rule.Where));
    }

    private static IEnumerable<string> Names(string file)
    {
        var type = "";
        foreach (var line in File.ReadLines(file))
        {
            if (Class().Match(line) is { Success: true } declared)
                type = declared.Groups[1].Value;
            else if (Method().Match(line) is { Success: true } method)
                yield return $"{type}.{method.Groups[1].Value}";
        }
    }

    [GeneratedRegex(@"[\\/](obj|bin)[\\/]")]
    private static partial Regex Built();

    [GeneratedRegex(@"^(?:public|internal) (?:sealed |static |partial )*class (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(@"^    public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex Method();
}
