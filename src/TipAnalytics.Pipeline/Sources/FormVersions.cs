using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Form version of a row: as written in its column, else the one in force on its day.</summary>
internal sealed class FormVersions(FormsDefinition forms, Dialect cells, MappedColumns columns)
{
    private readonly int column = columns.NeededIf(forms.Column);
    private readonly Dictionary<string, string> declared = forms.Versions.ToDictionary(version => version.Id, version => version.Id, StringComparer.Ordinal);

    /// <returns>False for a version that the source definition does not declare.</returns>
    public bool TryRead(SourceTable row, DateOnly day, out string version)
    {
        var written = cells.Of(row, column);
        if (!written.IsEmpty)
            return declared.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(written, out version!);
        version = forms.Versions[0].Id;
        foreach (var candidate in forms.Versions)
        {
            if (candidate.From <= day)
                version = candidate.Id;
        }

        return true;
    }
}
