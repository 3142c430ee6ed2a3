using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>One Kobo export: question columns, then the columns the server appends.</summary>
public sealed class KoboExport(string stream, IReadOnlyList<string> questions)
{
    private readonly List<string[]> rows = [];

    public IReadOnlyList<string> Headers { get; } =
        [.. questions, "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "meta/rootUuid"];

    /// <summary>Data rows so far; a caller may break cells of them on purpose.</summary>
    public IReadOnlyList<string[]> Rows => rows;

    public void Add(IReadOnlyList<string> answers, string rootUuid, string uuid, DateTime submitted, string form, int number, string validation = "")
    {
        ArgumentNullException.ThrowIfNull(answers);
        rows.Add([.. answers, string.Create(CultureInfo.InvariantCulture, $"98765432{number:00000}"), uuid,
            submitted.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), validation, "", "",
            string.Create(CultureInfo.InvariantCulture, $"ZZMARK{stream}USER{number % 9}"), form, "", $"uuid:{rootUuid}"]);
    }

    public int Column(string header) => Headers.ToList().IndexOf(header);

    /// <summary>The same row once more, as in an export that overlaps another.</summary>
    public void Repeat(string[] row) => rows.Add([.. row]);

    /// <summary>Row <paramref name="source"/> as edited later: a new uuid and a later time, the same root uuid.</summary>
    public void Edit(string[] source, string uuid, DateTime submitted, Action<string[]> change)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(change);
        string[] row = [.. source];
        row[Column("_uuid")] = uuid;
        row[Column("_submission_time")] = submitted.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        change(row);
        rows.Add(row);
    }

    /// <param name="tail">Broken lines at the end, as they stand.</param>
    public void WriteCsv(string path, bool byteOrderMark, IEnumerable<string> tail)
    {
        ArgumentNullException.ThrowIfNull(tail);
        var csv = new Delimited(';', quoteAll: true);
        csv.Row(Headers);
        foreach (var row in rows)
            csv.Row(row);
        foreach (var line in tail)
            csv.Raw(line);
        csv.Write(path, byteOrderMark);
    }

    public void WriteWorkbook(string path, string sheet) => Workbook.Write(path, [(sheet, [Headers, .. rows])]);
}
