using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.Sources;

namespace TipAnalytics.Pipeline.Tests.Mapping;

public sealed class XlsFormTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tip-form-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_form_is_read_with_its_groups_repeats_choices_and_the_labels_of_every_language()
    {
        var path = Path.Combine(folder.FullName, "form.xlsx");
        File.WriteAllBytes(path, Workbook.Of(
            ("survey",
            [
                "type;name;label::English (en);label::Français (fr)",
                "start;start",
                "begin_group;protection;Protection",
                "select_one yn;child_away;Does a child live elsewhere?;Un enfant vit-il ailleurs ?",
                "end_group",
                "begin repeat;person",
                "note;hello;Hello",
                "select_multiple why;reasons;Why?;Pourquoi ?",
                "end repeat",
            ]),
            ("choices", ["list_name;name;label::English (en);label::Français (fr)", "yn;yes;Yes;Oui", "yn;no;No;Non", "why;work;Work;Travail"]),
            ("settings", ["form_title;version", "Monitoring;v2"])));

        var form = XlsForm.Read(path);

        Assert.Equal(["English (en)", "Français (fr)"], form.Languages);
        Assert.Equal(["start  ", "protection/child_away  yn", "person/reasons person why"], form.Questions.Select(question => $"{question.Path} {question.Repeat} {question.List}"));
        Assert.Equal("Un enfant vit-il ailleurs ?", form.Questions[1].Labels["Français (fr)"]);
        Assert.Equal(["Yes", "No"], form.ChoicesOf(form.Questions[1]).Select(choice => choice.Labels["English (en)"]));
        Assert.Equal("v2", form.Settings["version"]);
    }

    [Fact]
    public void Another_workbook_is_no_form()
    {
        var path = Path.Combine(folder.FullName, "data.xlsx");
        File.WriteAllBytes(path, Workbook.Of(("main", ["id", "a"])));
        Assert.Equal("data.xlsx: is no XLSForm (a workbook with the sheets survey and choices).", Assert.Throws<SourceDataException>(() => XlsForm.Read(path)).Message);
    }
}
