using System.Globalization;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>An SPSS system file: numbers as codes, with their value labels beside them; days as ISO text. The first case is row 1.</summary>
internal sealed class SavTable : SourceTable
{
    private static readonly DateTime FirstDay = new(1582, 10, 14);

    private readonly string name;
    private readonly SavFile dictionary;
    private readonly SavCases cases;
    private readonly char[] scratch = new char[64];

    public SavTable(string path)
    {
        name = Path.GetFileName(path);
        var file = File.OpenRead(path);
        try
        {
            dictionary = new SavFile(file);
            cases = new SavCases(dictionary, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        Headers = [.. dictionary.Variables.Select(variable => variable.Name)];
    }

    public override IReadOnlyList<string> Headers { get; }

    public override string Format => "SPSS";

    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith("$FL2"u8) || start.StartsWith("$FL3"u8);

    public override bool Read()
    {
        try
        {
            if (cases.Next())
            {
                Row++;
                return true;
            }

            return Row >= dictionary.Cases ? false : throw new EndOfStreamException();
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw new SourceDataException(string.Create(CultureInfo.InvariantCulture, $"{name}: cannot be read beyond row {Row} ({failure.GetType().Name}). The file is cut off or damaged; ask the provider to export it again."));
        }
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        if ((uint)column >= (uint)Headers.Count)
            return default;
        var variable = dictionary.Variables[column];
        var bytes = cases.Cells.AsSpan(8 * variable.Slot);
        if (variable.Width > 0)
            return dictionary.Text(bytes[..Math.Min(variable.Width, bytes.Length)]).AsSpan().Trim();
        var number = dictionary.Double(bytes);
        if (SavCases.IsNothing(number) || !double.IsFinite(number))
            return default;
        int written;
        if (variable.IsDay && number is > 0 and < 300_000_000_000)
        {
            var time = FirstDay.AddSeconds(number);
            time.TryFormat(scratch, out written, time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        }
        else
        {
            number.TryFormat(scratch, out written, "R", CultureInfo.InvariantCulture);
        }

        return scratch.AsSpan(0, written);
    }

    public override ReadOnlySpan<char> Label(int column)
    {
        if ((uint)column >= (uint)Headers.Count || dictionary.Variables[column] is not { Width: 0 } variable)
            return default;
        return variable.Labels.GetValueOrDefault(dictionary.Double(cases.Cells.AsSpan(8 * variable.Slot))).AsSpan().Trim();
    }

    protected override void Dispose(bool disposing) => cases.Dispose();
}
