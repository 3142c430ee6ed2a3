namespace TipAnalytics.Pipeline.Sources;

/// <summary>Names of CSV files that were one export: the file of a repeat group is named like its parent's, with the name of the group at its end.</summary>
internal static class CsvSiblings
{
    private static readonly string[] Extensions = [".csv", ".tsv", ".txt"];
    private static readonly string[] Joints = ["-", "_", " "];

    /// <summary>Names under which the parent of a file of a repeat group may stand beside it; none for a file that is no repeat group's.</summary>
    public static IEnumerable<string> ParentNames(string path, string parent, string? sheet)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        if (sheet is null || !Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase) || !stem.EndsWith(sheet, StringComparison.OrdinalIgnoreCase))
            return [];
        var before = stem[..^sheet.Length];
        return new[] { before + parent, before.TrimEnd('-', '_', ' ') }.Concat(Joints.Select(joint => before.TrimEnd('-', '_', ' ') + joint + parent))
            .Where(name => name.Length > 0 && !name.Equals(stem, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => name + extension);
    }

    /// <summary>The file of the parent beside a file of a repeat group; null for none.</summary>
    public static string? ParentOf(string path, string parent, string? sheet)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return ParentNames(path, parent, sheet).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
