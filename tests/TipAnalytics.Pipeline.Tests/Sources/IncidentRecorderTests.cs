using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>One mapping, written in English, reads the workbook in every language.</summary>
public sealed class IncidentRecorderTests : IDisposable
{
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("en", "INCIDENT ID;DATE OF INTERVIEW;DATE OF INCIDENT;DATE OF BIRTH;SEX;INCIDENT COUNTY;GBV TYPE;PREVIOUSLY REPORTED THIS INCIDENT?;CONSENT GIVEN",
        "i1;09-Feb-2025;03-Feb-2025;01-Mar-2009;F;LR01;Psychological/Emotional Abuse;No;Yes")]
    [InlineData("fr", "ID de l'incident;Date de l'interview ;Date de l'incident ;Date de naissance;Sexe;Pays où a eu lieu l'incident;Type de violence basé sur le genre ;a précédemment rapporté cet Incident?;Consentement obtenu ",
        "i1;09-fév-2025;03-févr.-2025;01-mars-2009;Féminin;LR01;Violence psychologique / Emotionnelle;Non;Oui")]
    [InlineData("es", "No. DE IDENTIFICACIÓN DEL INCIDENTE;FECHA DE LA ENTREVISTA;FECHA DEL INCIDENTE;FECHA DE NACIMIENTO;SEXO;CONDADO DEL INCIDENTE;TIPO DE VIOLENCIA BASADA EN GÉNERO (GBV);¿HA REPORTADO ANTERIORMENTE ESTE INCIDENTE?;CONSENTIMIENTO PROPORCIONADO",
        "i1;9-feb-2025;03-Feb-2025;01-Mar-2009;F;LR01;Abuso psicológico / emocional;No;Sí")]
    [InlineData("ar", "رمز  الحادثة;تاريخ المقابلة;تاريخ الحادثة;تاريخ الميلاد;الجنس;المقاطعة;نوع العنف القائم على اساس النوع الاجتماعي;هل تم الإبلاغ عن هذه الحادثة سابقاً؟;تم إعطاء موافقة",
        "i1;٠٩-شباط-٢٠٢٥;2025-شباط-03;01-آذار-2009;أنثى;LR01;إساءات نفسية / عاطفية;لا;نعم")]
    public void The_same_mapping_reads_every_language(string language, string header, string incident)
    {
        var (file, rows) = folder.Read(Mapping("DATE OF INTERVIEW", "GBV TYPE"), Book(header, incident));
        var row = Assert.Single(rows);
        Assert.Equal((null, "LR01", new DateOnly(2025, 2, 1)), (row.Rule, row.AreaCode, row.PeriodStart));
        Assert.Equal(("female", "child", "late", "work"), (Value(row, "sex"), Value(row, "age"), Value(row, "delay"), Value(row, "reasons")));
        Assert.EndsWith($"workbook, sheet \"Incident Data\", language {language}", file.Dialect, StringComparison.Ordinal);
        Assert.Empty(file.UnmappedColumns);
        Assert.Equivalent(rows, folder.Read(Mapping("interview_date", "gbv_type"), Book(header, incident)).Rows);
    }

    [Fact]
    public void Incidents_without_consent_reported_elsewhere_or_not_gbv_do_not_count_and_an_unknown_answer_is_not_taken_for_no()
    {
        var rows = folder.Read(Mapping("DATE OF INTERVIEW", "GBV TYPE"), Book(
            "ID de l'incident;Date de l'interview;Date de l'incident;Date de naissance;Sexe;Pays où a eu lieu l'incident;Type de violence basé sur le genre;a précédemment rapporté cet Incident?;Consentement obtenu",
            "i1;09-fév-2025;;;Masculin;LR01;Viol / Pénétration;Non;Non",
            "i2;09-fév-2025;;;Masculin;LR01;Viol / Pénétration;Oui - Utilisateur du GBVIMS;Oui",
            "i3;09-fév-2025;;;Masculin;LR01;Non VBG;Non;Oui",
            "i4;09-fév-2025;;;Masculin;LR01;Viol / Pénétration;Peut-être;Oui",
            "i5;09-fév-2025;;;Masculin;LR01;Viol / Pénétration;;Oui")).Rows;
        Assert.Equal([RowOutcome.WithoutConsent, RowOutcome.Rejected, RowOutcome.Rejected, RowOutcome.Rejected, null], rows.Select(row => row.Ended));
        Assert.Equal([null, "reported_elsewhere", "non_gbv", "unknown_label", null], rows.Select(row => row.Rule));
        Assert.Null(Value(rows[4], "age"));
    }

    [Fact]
    public void Where_the_list_of_months_begins_one_too_early_each_day_is_of_the_month_before_and_one_without_a_month_of_december()
    {
        const string Header = "ID de l'incident;Date de l'interview;Date de l'incident;Date de naissance;Sexe;Pays où a eu lieu l'incident;Type de violence basé sur le genre;a précédemment rapporté cet Incident?;Consentement obtenu";
        var (file, rows) = folder.Read(Mapping("DATE OF INTERVIEW", "GBV TYPE"), Book(
            Header,
            "i1;09-mar-2025;;01-juin-1990;Féminin;LR01;Viol / Pénétration;Non;Oui",
            "i2;31--2024;;;Féminin;LR01;Viol / Pénétration;Non;Oui",
            "i3;09-fév-2025;;;Féminin;LR01;Viol / Pénétration;Non;Oui"));
        Assert.Equal([new(2025, 2, 1), new(2024, 12, 1), new(2025, 1, 1)], rows.Select(row => row.PeriodStart));
        Assert.EndsWith("language fr, months written one too late", file.Dialect, StringComparison.Ordinal);
        Assert.Equal(
            "export.xlsx: some days have no month, as where each is written one too late, and others are in January, which is then never written. Nothing of the file was taken. Export it whole from one version of Primero.",
            Assert.Throws<SourceDataException>(() => folder.Read(Mapping("DATE OF INTERVIEW", "GBV TYPE"), Book(Header, "i1;09-jan-2025;;;Féminin;LR01;Viol / Pénétration;Non;Oui", "i2;31--2024;;;Féminin;LR01;Viol / Pénétration;Non;Oui"), "export.xlsx")).Message);
    }

    [Theory]
    [InlineData("Incident Data", "INCIDENT ID;DATE OF INTERVIEW;DATE OF INCIDENT;DATE OF BIRTH;SEX;INCIDENT COUNTY;GBV TYPE;PREVIOUSLY REPORTED THIS INCIDENT?;CONSENT GIVEN", "i1;09-Feb-2025;;;F;LR01;Rape;No;Yes")]
    [InlineData("Données", "ID de l'incident;Date de l'interview;Date de l'incident;Date de naissance;Sexe;Pays où a eu lieu l'incident;Type de violence basé sur le genre;a précédemment rapporté cet Incident?;Consentement obtenu", "i1;09-fév-2025;;;Féminin;LR01;Viol / Pénétration;Non;Oui")]
    [InlineData("Datos", "No. DE IDENTIFICACIÓN DEL INCIDENTE;FECHA DE LA ENTREVISTA;FECHA DEL INCIDENTE;FECHA DE NACIMIENTO;SEXO;CONDADO DEL INCIDENTE;TIPO DE VIOLENCIA BASADA EN GÉNERO (GBV);¿HA REPORTADO ANTERIORMENTE ESTE INCIDENTE?;CONSENTIMIENTO PROPORCIONADO", "i1;9-feb-2025;;;F;LR01;Violación;No;Sí")]
    [InlineData("بيانات", "رمز  الحادثة;تاريخ المقابلة;تاريخ الحادثة;تاريخ الميلاد;الجنس;المقاطعة;نوع العنف القائم على اساس النوع الاجتماعي;هل تم الإبلاغ عن هذه الحادثة سابقاً؟;تم إعطاء موافقة", "i1;٠٩-شباط-٢٠٢٥;;;أنثى;LR01;اغتصاب;لا;نعم")]
    public void Without_a_sheet_the_incidents_are_read_and_never_the_menu(string sheet, string header, string incident)
    {
        var menu = ("Menu Data", new[] { "CASEWORKER CODE;ETHNICITY;INCIDENT LOCATION;INCIDENT COUNTY;INCIDENT DISTRICT;INCIDENT CAMP", "Planted;LR01;x;;;" });
        foreach (var (book, place) in new[] { (Workbook.Of(menu, (sheet, [header, incident])), "2 of 2"), (Workbook.Of((sheet, [header, incident]), menu), "1 of 2"), (Workbook.Of(("Notes", []), menu, (sheet, [header, incident])), "3 of 3") })
        {
            var (file, rows) = folder.Read(Mapping("DATE OF INTERVIEW", "GBV TYPE") with { Sheet = null }, book, "export.xlsx");
            Assert.Equal(("LR01", new DateOnly(2025, 2, 1)), (Assert.Single(rows).AreaCode, rows[0].PeriodStart));
            Assert.Contains(sheet == "Incident Data" ? "sheet \"Incident Data\"" : $"sheet {place}", file.Dialect, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_day_whose_month_no_language_knows_is_no_day() =>
        Assert.Equal("invalid_period", Assert.Single(folder.Read(Mapping("DATE OF INTERVIEW", "GBV TYPE"), Book(
            "INCIDENT ID;DATE OF INTERVIEW;DATE OF INCIDENT;DATE OF BIRTH;SEX;INCIDENT COUNTY;GBV TYPE;PREVIOUSLY REPORTED THIS INCIDENT?;CONSENT GIVEN",
            "i1;09--2025;;;F;LR01;Rape;No;Yes")).Rows).Rule);

    [Fact]
    public void Faults_of_a_language_are_said_with_their_line()
    {
        var catalogue = Directory.CreateTempSubdirectory("tip-words-");
        var words = catalogue.CreateSubdirectory("dialects/incident-recorder");
        File.Copy(Path.Combine(CatalogueFolder.Default, "dialects", "incident-recorder", "en.csv"), Path.Combine(words.FullName, "en.csv"));
        var french = File.ReadAllText(Path.Combine(CatalogueFolder.Default, "dialects", "incident-recorder", "fr.csv"));
        File.WriteAllText(Path.Combine(words.FullName, "fr.csv"), french.Replace("yes,label,Oui", "yes,label,Non", StringComparison.Ordinal).Replace("sex,header,Sexe", "sexe,header,Sexe", StringComparison.Ordinal).Replace("12,month,", "12,moth,", StringComparison.Ordinal));
        var faults = new DefinitionFaults();
        IncidentRecorderLocale.Load(catalogue.FullName, faults);
        catalogue.Delete(recursive: true);
        var said = string.Join('\n', faults.All);
        Assert.Contains("\"Non\" stands twice, for \"yes\" and \"no\"", said, StringComparison.Ordinal);
        Assert.Contains("there is no header \"sexe\" in the English words. Did you mean \"sex\"?", said, StringComparison.Ordinal);
        Assert.Contains("the month \"12\" is missing", said, StringComparison.Ordinal);
        Assert.Contains("the header \"sex\" is missing", said, StringComparison.Ordinal);
    }

    private static byte[] Book(string header, params string[] incidents) => Workbook.Of(("Incident Data", [header, .. incidents]), ("Menu Data", ["CASEWORKER CODE", "x"]));

    private static SourceDefinition Mapping(string interview, string type) => Source("incident_recorder", sheet: "Incident Data", level: 1,
        record: new()
        {
            Id = ["INCIDENT ID"],
            Consent = new() { Column = "CONSENT GIVEN", Values = ["Yes"] },
            Refuse = new()
            {
                ["reported_elsewhere"] = new() { Column = "PREVIOUSLY REPORTED THIS INCIDENT?", Values = ["Yes-GBVIMS Org / Agency"] },
                ["non_gbv"] = new() { Column = type, Values = ["Non-GBV"] },
            },
        },
        period: new() { Column = interview }, area: new() { Column = "INCIDENT COUNTY" },
        fields: new()
        {
            ["sex"] = new() { Column = "SEX", Codes = new() { ["F"] = "female", ["M"] = "male" } },
            ["age"] = new() { Age = new() { From = "DATE OF BIRTH", To = "DATE OF INCIDENT" } },
            ["delay"] = new() { Days = new() { From = "DATE OF INCIDENT", To = interview } },
            ["reasons"] = new() { Column = type, Codes = new() { ["Rape"] = "married", ["Psychological / Emotional Abuse"] = "work" } },
        });
}
