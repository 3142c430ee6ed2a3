using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Tests.RealData;
using TipAnalytics.Pipeline.Tests.Sources;

namespace TipAnalytics.Pipeline.Tests.Forms;

/// <summary>What a check of a questionnaire says.</summary>
public sealed class FormCheckTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tip-form-check-");

    public void Dispose() => folder.Delete(recursive: true);

    private FormSummary Check(string[] survey, string[]? choices = null, string? operation = null)
    {
        var path = Path.Combine(folder.FullName, "form.xlsx");
        File.WriteAllBytes(path, Workbook.Of(("survey", survey), ("choices", choices ?? ["list_name;name;label", "yn;yes;Yes", "yn;no;No"])));
        return FormCheck.Check(path, operation);
    }

    private static IEnumerable<string> Hits(FormSummary summary) => summary.MustGo.Select(hit => $"{hit.Question} {hit.Option} {hit.Language} {hit.Rule} {hit.Do}");

    [Fact]
    public void A_direct_question_must_go_whichever_of_its_languages_says_it()
    {
        var summary = Check(
        [
            "type;name;label::English (en);label::Français (fr)",
            "begin_group;protection;Protection;Protection",
            "select_one yn;q1;Has anyone in your household been trafficked?;Autre chose ?",
            "select_one yn;q2;Something else?;Un membre de votre ménage a-t-il été victime de traite ?",
            "select_one yn;q3;Does the household have access to water?;Le ménage a-t-il accès à l'eau ?",
            "end_group",
        ]);
        Assert.Equal(["protection/q1  English (en) BQ-1 remove", "protection/q2  Français (fr) BQ-1 remove"], Hits(summary));
        Assert.Equal((3, 10), (summary.Questions, summary.ExitCode));
        Assert.Contains(summary.MustGo[0].Instead, alternative => alternative.Indicator == "CH-05" && alternative.Title.Length > 0);
    }

    [Fact]
    public void A_trafficking_option_must_go_and_a_service_against_it_may_stay()
    {
        var summary = Check(
            ["type;name;label", "select_multiple v;violations;Which violations happen here?", "select_multiple s;services;Which services are there?"],
            ["list_name;name;label", "v;killing;Killing", "v;ht;Human trafficking", "s;legal;Legal aid", "s;anti_trafficking;Anti-trafficking services"]);
        Assert.Equal(["violations ht  BQ-11 remove"], Hits(summary));
    }

    [Fact]
    public void A_note_that_ends_with_a_colon_begins_the_sentences_of_the_questions_after_it()
    {
        string[] questions = ["select_one yn;q1;trafficked by strangers", "select_one yn;q2;taken by an armed group"];
        Assert.Equal(["q1   BQ-1 remove", "q2   BQ-8 community"], Hits(Check(["type;name;label", "note;n;Has a member of your household been:", .. questions])));
        Assert.Empty(Hits(Check(["type;name;label", "note;n;How often were you concerned about a member of the household being:", .. questions])));
    }

    [Fact]
    public void Notes_and_headings_of_groups_are_read_too()
    {
        Assert.Equal(
            ["people   BQ-1 remove", "people/ask   BQ-8 community"],
            Hits(Check(["type;name;label", "begin_group;people;Victims of human trafficking", "note;ask;Tell me whether your son has joined an armed group.", "text;q1;Anything else?", "end_group", "note;n;Now some questions on water."])));
    }

    [Theory]
    [InlineData("integer;n_vot;How many?", "BQ-2")]
    [InlineData("calculate;vot_count;", "BQ-2")]
    [InlineData("select_one yn;trafficked;Did it happen?", "BQ-1")]
    [InlineData("integer;number_of_pots;How many pots?", null)]
    [InlineData("select_one yn;anti_trafficking_services;Are there such services?", null)]
    public void The_name_of_a_field_tells_what_a_harmless_label_does_not(string question, string? rule) =>
        Assert.Equal(rule, Check(["type;name;label", question]).MustGo.Select(hit => hit.Rule).SingleOrDefault());

    [Theory]
    [InlineData("label::English (en)", "Why is your child not living with you?", "Joined an armed group")]
    [InlineData("label::Français (fr)", "Pourquoi votre enfant ne vit-il plus avec vous ?", "Avec un groupe armé")]
    [InlineData("label::Español (es)", "¿Por qué su hijo no vive en el hogar?", "Se unió a un grupo armado")]
    [InlineData("label::العربية (ar)", "لماذا لا يعيش طفلك معكم؟", "انضم إلى جماعة مسلحة")]
    [InlineData("label::Українська (uk)", "Чому ваша дитина не живе з вами?", "Пішла до озброєної групи")]
    public void An_armed_group_among_the_reasons_why_a_child_is_away_may_stay_and_is_noted(string header, string question, string option)
    {
        var summary = Check([$"type;name;{header}", $"select_one why;q1;{question}"], [$"list_name;name;{header}", $"why;a;{option}", "why;b;…"]);
        Assert.Equal("q1 a BQ-8", Assert.Single(summary.Sensitive.Select(hit => $"{hit.Question} {hit.Option} {hit.Rule}")));
        Assert.Equal(0, summary.ExitCode);
    }

    [Fact]
    public void The_age_of_an_enumerator_is_no_name_of_staff() =>
        Assert.Equal(["enum_name staff name or code"], Check(["type;name;label", "integer;enum_age;What is the enumerator's age?", "text;enum_name;Who asks?"]).Identifiers.Select(found => $"{found.Question} {found.Kind}"));

    [Fact]
    public void A_hint_is_heard_too()
    {
        Assert.Equal(["q1   BQ-1 remove"], Hits(Check(["type;name;label;hint", "select_one yn;q1;Did it happen?;Ask whether anyone of the family was trafficked."])));
    }

    [Fact]
    public void What_identifies_a_person_is_found_by_type_name_and_words_where_something_can_be_written()
    {
        var summary = Check(
        [
            "type;name;label", "text;q1;What is your telephone number?", "text;resp_name;Who are you?", "geopoint;where;Where is it?", "image;pic;Picture", "text;why;Why?", "deviceid;device;",
            "select_one yn;q2;Do you have a telephone number?",
        ]);
        Assert.Equal(
            ["q1 telephone number", "resp_name name of a person", "where position", "pic picture, recording or signature", "why free text", "device device or network id"],
            summary.Identifiers.Select(found => $"{found.Question} {found.Kind}"));
        Assert.Equal(0, summary.ExitCode);
    }

    [Fact]
    public void Indicators_it_could_feed_stand_apart_from_those_that_need_one_question_more()
    {
        var summary = Check(["type;name;label", "select_one e;Lcs_em_Begged;Begging", "select_one e;Lcs_crisis_ChildWork;Child work"], ["list_name;name;label", "e;10;No need", "e;20;Exhausted", "e;30;Yes", "e;9999;Not applicable"]);
        Assert.Contains("EC-02", summary.CouldFeed.Select(indicator => indicator.Id));
        Assert.Contains("CH-01: has_child", summary.WithAdditions.Select(addition => $"{addition.Indicator}: {string.Join(' ', addition.Lacks.Select(field => field.Field))}"));
        Assert.Equal("fs_hh", summary.Stream);
        Assert.Contains("stream: fs_hh", summary.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_that_a_source_of_the_operation_asks_already_are_named_with_it()
    {
        var summary = Check(["type;name;label", "select_one e;Lcs_em_Begged;Begging"], ["list_name;name;label", "e;30;Yes", "e;10;No"], Path.Combine(CatalogueFolder.Default, "operations", "lake-region"));
        Assert.Equal(["Lcs_em_Begged fs_hh.coping fs-households"], summary.AskedAlready.Select(question => $"{question.Question} {question.Field} {string.Join(' ', question.Sources)}"));
    }

    [Fact]
    public void An_operation_with_a_gazetteer_is_compared_like_any_other()
    {
        var (shipped, operation) = (Path.Combine(CatalogueFolder.Default, "operations", "lake-region"), Path.Combine(folder.FullName, "operation"));
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(operation, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.WriteAllText(
            Path.Combine(Directory.CreateDirectory(Path.Combine(operation, "places", "gazetteer")).FullName, "admin1.csv"),
            "ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,date,validOn\nNordmere,LR01,Lake Region,LR,2020-01-01,2020-01-01\n");
        var path = Path.Combine(folder.FullName, "form.xlsx");
        File.WriteAllBytes(path, Workbook.Of(("survey", ["type;name;label", "text;q;Why?"]), ("choices", ["list_name;name;label"])));
        Assert.Equal(0, FormCheck.Check(path, operation).ExitCode);
    }

    /// <summary>A property that is declared in one and forgotten in the other would be read from the file and replaced by the source's own.</summary>
    [Fact]
    public void What_the_mapping_of_a_form_version_says_is_all_taken_over()
    {
        var own = typeof(FormMapping).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal).ToList();
        var mapping = new FormMapping
        {
            Reviewed = new() { By = "x", On = default }, Labels = new() { ["a"] = "b" }, Record = new(), Period = new(), Area = new(), Weight = "w", Stratum = "s", Cluster = "c",
            Organisation = new(), ReportingPoint = new(), Quality = new() { Start = "a", End = "b" }, Fields = [],
        };
        var taken = mapping.Of(Warehouse.TestVault.Source(), "file");
        Assert.All(own, name => Assert.Same(typeof(FormMapping).GetProperty(name)!.GetValue(mapping), typeof(SourceDefinition).GetProperty(name)!.GetValue(taken)));
    }

    [Fact]
    public void A_workbook_that_is_no_form_is_refused()
    {
        var path = Path.Combine(folder.FullName, "data.xlsx");
        File.WriteAllBytes(path, Workbook.Of(("main", ["id", "a"])));
        Assert.Equal("data.xlsx: is no XLSForm (a workbook with the sheets survey and choices).", Assert.Throws<SourceDataException>(() => FormCheck.Check(path)).Message);
    }

    /// <summary>Its protection questions ask how concerned people are, and why a child is away: no direct question among them.</summary>
    [RealDataFact]
    public void The_form_of_a_multi_sector_assessment_asks_nothing_that_must_go_and_could_feed_coping_and_school_indicators()
    {
        var summary = FormCheck.Check(Path.Combine(RealDataFactAttribute.Folder!, "msna/msna-2024-xlsform.xlsx"));
        Assert.Empty(Hits(summary));
        Assert.Equal(["left_armed_groups BQ-8", "child_armed_group BQ-8"], summary.Sensitive.OrderByDescending(hit => hit.Option).Select(hit => $"{hit.Option} {hit.Rule}"));
        Assert.DoesNotContain(summary.Identifiers, found => found.Question.EndsWith("enum_age", StringComparison.Ordinal));
        Assert.Equal(["english", "french"], summary.Languages);
        Assert.Contains("CH-02", summary.CouldFeed.Select(indicator => indicator.Id));
        Assert.Contains("MV-03: adult_separated", summary.WithAdditions.Select(addition => $"{addition.Indicator}: {string.Join(' ', addition.Lacks.Select(field => field.Field))}"));
        Assert.Contains(summary.Identifiers, found => found.Kind == "device or network id");
    }
}
