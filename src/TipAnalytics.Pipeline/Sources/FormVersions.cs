using System.IO.Enumeration;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Form version of a row: as written in its column, else by the name of its file, else the one in force on its day.</summary>
internal sealed class FormVersions
{
    private readonly Dialect cells;
    private readonly int column;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> declared;
    private readonly string? ofFile;
    private readonly List<FormVersion> byDay;
    private readonly RowDay day;

    /// <param name="columns">Has to have the column of the version, unless the name of the file tells it.</param>
    /// <param name="day">Of the source's own period.</param>
    /// <exception cref="SourceDataException">The name of the file is one of several versions.</exception>
    public FormVersions(SourceDefinition source, Dialect cells, MappedColumns columns, RowDay day, string fileName)
    {
        var forms = source.Forms!;
        (this.cells, this.day) = (cells, day);
        declared = forms.Versions.ToDictionary(version => version.Id, version => version.Id, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var named = forms.Versions.Where(version => version.Files is { } files && FileSystemName.MatchesSimpleExpression(files, fileName, ignoreCase: true)).Select(version => version.Id).ToList();
        if (named.Count > 1)
            throw new SourceDataException($"{fileName}: the name of the file is one of the form versions {string.Join(" and ", named)}. Nothing of it was taken. Give the file a name of one version, or correct «files» in {source.File}.");
        ofFile = named.FirstOrDefault();
        byDay = [.. forms.Versions.Where(version => version.Files is null)];
        column = forms.Column is null ? -1 : ofFile is null ? columns.Needed(forms.Column) : columns.Optional(forms.Column);
    }

    /// <summary>Only the day of a row tells its version.</summary>
    public bool AreByDayAlone => column < 0 && ofFile is null;

    /// <returns>Null for a version that the source definition does not declare.</returns>
    public string? Of(SourceTable row)
    {
        var written = cells.Of(row, column);
        if (!written.IsEmpty)
            return declared.TryGetValue(written, out var version) ? version : null;
        if (ofFile is not null)
            return ofFile;
        day.Read(row, out var on, out _, out _);
        return byDay.FindLast(version => version.From <= on)?.Id ?? byDay.FirstOrDefault()?.Id;
    }
}
