using System.Text.Json;
using TipAnalytics.Pipeline.Tests.Sources;

namespace TipAnalytics.Cli.Tests;

public class FormTests
{
    private static string Form(params string[] survey)
    {
        var path = Path.Combine(TestFolders.Fresh(), "form.xlsx");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Workbook.Of(("survey", ["type;name;label", .. survey]), ("choices", ["list_name;name;label", "e;30;Yes", "e;20;Exhausted", "e;10;No need"])));
        return path;
    }

    [Fact]
    public void A_form_with_a_direct_question_ends_with_10_and_says_what_to_ask_instead()
    {
        var form = Form("select_one e;Lcs_em_Begged;Begging", "select_one e;q7;Was anyone in your household trafficked?");

        var check = Tip.Run("form", form);

        Assert.Equal(10, check.Code);
        Assert.Contains("q7 (BQ-1: Whether somebody in the household was trafficked)", check.Text, StringComparison.Ordinal);
        Assert.Contains("CH-05 (Children living away for work or without news)", check.Text, StringComparison.Ordinal);
        Assert.Contains("EC-02 Begging to meet needs (fs_hh)", check.Text, StringComparison.Ordinal);
        Assert.Equal("BQ-1", JsonDocument.Parse(Tip.Run("form", form, "--json").Text).RootElement.GetProperty("must_go")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public void A_form_without_one_ends_with_0_and_its_mapping_is_written_once()
    {
        var form = Form("select_one e;Lcs_em_Begged;Begging");
        var mapping = Path.Combine(Path.GetDirectoryName(form)!, "coping.yaml");

        Assert.Equal(0, Tip.Run("form", form, "--map", mapping).Code);
        Assert.Contains("id: coping", File.ReadAllText(mapping), StringComparison.Ordinal);
        Assert.Equal(13, Tip.Run("form", form, "--map", mapping).Code);
        Assert.Equal(10, Tip.Run("form", form, "--stream", "fs_h").Code);
        Assert.Equal(11, Tip.Run("form", mapping).Code);
    }
}
