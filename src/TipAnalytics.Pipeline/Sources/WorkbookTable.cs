using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>One sheet of an XLS workbook. Dates become ISO text, whole numbers lose their decimal point, empty rows are passed over.</summary>
internal sealed class WorkbookTable : SourceTable
{
    private readonly string name;
    private readonly FileStream file;
    private readonly IExcelDataReader reader;

    static WorkbookTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="sheet">Name of a sheet of the file.</param>
    public WorkbookTable(string path, string sheet, TableStart start, string format)
        : base(start)
    {
        (name, Format) = (Path.GetFileName(path), format);
        file = File.OpenRead(path);
        try
        {
            reader = ExcelReaderFactory.CreateReader(file);
            while (reader.Name != sheet && reader.NextResult())
            {
            }

            for (var i = 0; i < start.RowsBefore; i++)
                Read();
        }
        catch
        {
            reader?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public override string Format { get; }

    public override int Width => reader.FieldCount;

    /// <summary>Names of the sheets of a workbook.</summary>
    public static IReadOnlyList<string> Sheets(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = ExcelReaderFactory.CreateReader(file);
        var names = new List<string>();
        do
            names.Add(reader.Name);
        while (reader.NextResult());
        return names;
    }

    public override int? DayOffset => 0;

    public override bool Read()
    {
        try
        {
            while (reader.Read())
            {
                Row++;
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    if (!Cell(column).IsEmpty)
                        return true;
                }
            }

            return false;
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw new SourceDataException(string.Create(CultureInfo.InvariantCulture, $"{name}: cannot be read beyond row {Row} ({failure.GetType().Name}). The workbook is cut off or damaged; ask the provider to export it again."));
        }
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        if ((uint)column >= (uint)reader.FieldCount)
            return default;
        return reader.GetValue(column) switch
        {
            null => default,
            string text => text.AsSpan().Trim(),
            DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            bool flag => flag ? "1" : "0",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString().AsSpan().Trim(),
        };
    }

    protected override void Dispose(bool disposing)
    {
        reader.Dispose();
        file.Dispose();
    }
}
