using System.IO.Compression;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>An archive of CSV files, as ODK Central exports a form: <c>form.csv</c> and <c>form-repeat.csv</c> for each repeat group. Nothing is unpacked to disk.</summary>
internal sealed class ZipContainer : SourceContainer
{
    private const string Extension = ".csv";

    private readonly ZipArchive archive;
    private readonly string? encoding;
    private readonly Dictionary<string, CsvFormat> formats = new(StringComparer.Ordinal);

    /// <exception cref="SourceDataException">It is locked with a password, or holds no CSV.</exception>
    public ZipContainer(string path, string? encoding)
        : base(Path.GetFileName(path))
    {
        this.encoding = encoding;
        archive = ZipFile.OpenRead(path);
        try
        {
            var files = Files(archive).ToList();
            if (files.Exists(file => file.IsEncrypted))
                throw new SourceDataException($"{Name}: the archive is locked with a password. Unpack it where it is safe to do so, and bring the file that is inside.");
            if (files.Count == 0)
                throw new SourceDataException($"{Name}: there is no CSV in the archive. Unpack it, and bring the file that is inside.");
            // The main file has the shortest name: those of repeat groups begin with it.
            Sections = [.. files.Select(file => file.Name[..^Extension.Length]).OrderBy(section => section.Length).ThenBy(section => section, StringComparer.Ordinal)];
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public override string Kind => "csv";

    public override char? Separator => FormatOf(Sections[0]).Separator;

    public override IReadOnlyList<string> Sections { get; }

    /// <summary>Files of repeat groups are named after the main file.</summary>
    public override int Strangers => Sections.Count(section => !section.StartsWith(Sections[0], StringComparison.OrdinalIgnoreCase));

    /// <summary>CSV files, or an encrypted file of any kind: an archive, and no workbook.</summary>
    public static bool Is(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return !archive.Entries.Any(part => part.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase) || part.FullName == "content.xml");
    }

    /// <summary>Whether a part of this name is in an archive.</summary>
    public static bool Has(string path, string part)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.GetEntry(part) is not null;
    }

    /// <summary>A repeat group may be named without the name of the form.</summary>
    public override string Section(string? wanted) =>
        wanted is null ? Sections[0] : Sections.FirstOrDefault(section => section.Equals($"{Sections[0]}-{wanted}", StringComparison.OrdinalIgnoreCase)) ?? base.Section(wanted);

    /// <summary>The main file may be called main, whatever the form is called.</summary>
    public override string ParentSection(string wanted, string? sheet) => wanted.Equals("main", StringComparison.OrdinalIgnoreCase) && !Sections.Contains(wanted) ? Sections[0] : Section(wanted);

    protected override SourceTable OpenTable(string section, TableStart start) => new CsvTable(Name, Bytes(section), FormatOf(section), start);

    protected override void Dispose(bool disposing)
    {
        archive.Dispose();
        base.Dispose(disposing);
    }

    private static IEnumerable<ZipArchiveEntry> Files(ZipArchive archive) => archive.Entries
        .Where(file => file.Name.Length > 0 && !file.FullName.StartsWith("__MACOSX", StringComparison.Ordinal) && (file.IsEncrypted || file.Name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)));

    private CsvFormat FormatOf(string section) => formats.TryGetValue(section, out var format) ? format : formats[section] = CsvFormat.Of($"{Name}, {Title(section)}", () => Bytes(section), encoding);

    private Stream Bytes(string section) => Files(archive).First(file => file.Name[..^Extension.Length] == section).Open();
}
