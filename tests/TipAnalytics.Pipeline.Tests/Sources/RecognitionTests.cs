using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>The first two lines of an export say which tool wrote it.</summary>
public sealed class RecognitionTests : IDisposable
{
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"id\";\"month\";\"place\";\"_submission_time\"\n", "KoboToolbox")]
    [InlineData("id,month,place,_uuid,_submission_time\n", "KoboToolbox")]
    [InlineData("id,month,place,_parent_table_name,_parent_index\n", "KoboToolbox")]
    [InlineData("id,month,place,group/name\n1,2025-03-01,LR01,n/a\n", "legacy KoboToolbox, Ona or MoDa")]
    [InlineData("id,month,place,group/name\n1,2025-03-01,LR01,True\n", "legacy KoboToolbox, Ona or MoDa")]
    [InlineData("id,month,place,group/name\n1,2025-03-01,LR01,other\n", "table")]
    [InlineData("SubmissionDate,id,month,place,KEY\n", "ODK Central")]
    [InlineData("id,month,place,PARENT_KEY,KEY\n", "ODK Central")]
    [InlineData("id,month,place,protection_concerns\n", "Primero")]
    [InlineData("id,month,place,INCIDENT ID,DATE OF INTERVIEW\n", "GBV Incident Recorder")]
    [InlineData("id,month,place,Lcs_em_Begged\n", "WFP survey")]
    [InlineData("id,month,place,coping/Lcs_em_Begged\n1,2025-03-01,LR01,n/a\n", "WFP survey, legacy KoboToolbox, Ona or MoDa")]
    [InlineData("id,month,place,uuid,fsl_lcsi_stress1\n", "MSNA")]
    [InlineData("id,month,place\n", "table")]
    public void A_file_is_known_by_its_signs(string text, string title) =>
        Assert.StartsWith($"{title}, CSV", folder.Read(Source(dialect: null), text).File.Dialect, StringComparison.Ordinal);

    [Fact]
    public void Sheets_are_signs_too() =>
        Assert.Equal("MSNA, workbook, sheet \"main\"; 1 other table of the file not read", folder.Read(Source(dialect: null), Workbook.Of(("main", ["id;month;place"]), ("roster", ["x"])), "f.xlsx").File.Dialect);

    [Fact]
    public void A_declared_dialect_that_the_file_contradicts_is_refused_with_the_way_out()
    {
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(Source("kobo"), "SubmissionDate,id,month,place,KEY\n"));
        Assert.Equal("export.csv: the file has the signs of ODK Central, and sources/source.yaml declares the dialect kobo (KoboToolbox). Nothing of it was taken. Take \"dialect\" out of the definition to have it recognised, or ask whether this is the right file.", fault.Message);
    }

    [Theory]
    [InlineData("table", "SubmissionDate,id,month,place,KEY\n")]
    [InlineData("kobo", "id,month,place,group/name\n1,2025-03-01,LR01,True\n")]
    [InlineData("wfp", "id,month,place,_uuid,_submission_time\n")]
    [InlineData("kobo", "id,month,place\n")]
    public void A_declared_dialect_that_the_file_does_not_contradict_stays(string declared, string text) => folder.Read(Source(declared), text);

    [Fact]
    public void Rows_that_odk_could_not_decrypt_or_a_reviewer_rejected_are_no_answers_and_no_refusals()
    {
        var source = Source(dialect: null, record: new() { Id = ["KEY"], Consent = new() { Column = "consent", Values = ["yes"] } });
        var rows = folder.Read(source, """
            SubmissionDate,month,place,consent,KEY,Status,ReviewState
            2025-03-02,2025-03-01,LR01,yes,uuid:1,,approved
            2025-03-02,,,,uuid:2,not decrypted,
            2025-03-02,,,,uuid:3,missing encrypted form data,
            2025-03-02,2025-03-01,LR01,yes,uuid:4,,rejected
            """).Rows;
        Assert.Equal([null, "not_decrypted", "not_decrypted", "not_approved"], rows.Select(row => row.Rule));
    }
}
