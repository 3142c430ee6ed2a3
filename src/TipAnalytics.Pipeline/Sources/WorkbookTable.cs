using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>One sheet of an XLS or XLSB workbook. Dates become ISO text, whole numbers lose their decimal point, empty rows are passed over.</summary>
internal sealed class WorkbookTable : SourceTable
{
    private readonly string name;
    private readonly FileStream file;
    private readonly IExcelDataReader reader;

    static WorkbookTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public WorkbookTable(string path, string? sheet)
    {
        name = Path.GetFileName(path);
        file = File.OpenRead(path);
        try
        {
            reader = ExcelReaderFactory.CreateReader(file);
            Find(sheet);
            if (!reader.Read())
                throw new SourceDataException($"{name}, sheet \"{reader.Name}\": the sheet is empty. Export it again.");
            Headers = [.. Enumerable.Range(0, reader.FieldCount).Select(column => Cell(column).ToString())];
            Format = $"workbook, sheet \"{reader.Name}\"";
        }
        catch
        {
            reader?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public override IReadOnlyList<string> Headers { get; }

    public override string Format { get; }

    public override bool IsWorkbook => true;

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

    private void Find(string? sheet)
    {
        if (sheet is null)
            return;
        var names = new List<string>();
        do
        {
            if (string.Equals(reader.Name, sheet, StringComparison.OrdinalIgnoreCase))
                return;
            names.Add(reader.Name);
        }
        while (reader.NextResult());
        throw new SourceDataException($"{name}: there is no sheet \"{sheet}\". It has: {string.Join(", ", names)}. Correct «sheet» in the source definition, or export again.");
    }
}
