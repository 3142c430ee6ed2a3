using System.Globalization;
using System.Text.Json;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Records of a JSON export, or of an interface's answers in memory, as a table. Columns are keys, a key inside an object is <c>outer/inner</c>; the
/// fields under <c>data</c> of a Primero record stand beside its <c>id</c>. An object with a label (KoboToolbox' <c>_validation_status</c>) is its
/// label. Several values are one cell, <c>["a", "b"]</c>: those of a multi-select, and of a key in all items of a repeat group or subform.</summary>
/// <remarks>With a section (the key of a repeat group or subform) there is a row for each of its items, which has the columns of its record too.
/// The first row is row 1.</remarks>
internal sealed class JsonTable : SourceTable
{
    private readonly string name;
    private readonly string? section;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly List<string> headers = [];
    private readonly SortedSet<string> sections = new(StringComparer.Ordinal);
    private readonly IEnumerator<JsonElement> records;
    private readonly Queue<JsonElement> items = [];
    private string?[] cells = [];
    private bool[] isOfRecord = [];
    private int place;
    private IReadOnlySet<int>? needed;
    private bool isNaming = true;

    /// <param name="name">Name of the file, or of what was asked for, for messages.</param>
    /// <param name="read">The records, from the first, each time it is called; it is called twice. Each record is read before the next is asked for.</param>
    /// <param name="section">Key of the repeat group or subform whose items are the rows; null: the records are.</param>
    /// <exception cref="SourceDataException">No record can be read, or none has the section.</exception>
    public JsonTable(string name, Func<IEnumerable<JsonElement>> read, string? section = null, string format = "JSON")
    {
        (this.name, this.section, Format) = (name, section, format);
        try
        {
            foreach (var record in read())
                Name(record);
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw Unreadable(failure);
        }

        if (headers.Count == 0)
            throw new SourceDataException($"{name}: there is no record in it. Export it again.");
        if (section is not null && !sections.Contains(section))
            throw new SourceDataException($"{name}: no record has a list \"{section}\". They have: {string.Join(", ", sections.DefaultIfEmpty("none"))}. Correct «sheet» in the source definition, or export again.");
        isNaming = false;
        (cells, isOfRecord) = (new string?[headers.Count], new bool[headers.Count]);
        records = read().GetEnumerator();
    }

    public override IReadOnlyList<string> Headers => headers;

    public override string Format { get; }

    public override bool MayOmit => true;

    public override int Place => place;

    /// <summary>Of the current row: an item may have a key that another one takes from its record.</summary>
    public override bool IsOfParent(int column) => isOfRecord[column];

    /// <summary>A file, read as a stream: one record is in memory.</summary>
    public static JsonTable OfFile(string path, string? section) => new(Path.GetFileName(path), () => FileRecords(path), section);

    /// <summary>Records already in memory, such as the pages of an interface.</summary>
    public static JsonTable OfRecords(string name, IReadOnlyCollection<JsonElement> records, string? section = null) => new(name, () => records, section);

    public override bool Read()
    {
        try
        {
            while (items.Count == 0)
            {
                if (!records.MoveNext())
                    return false;
                place = 0;
                if (section is null)
                    items.Enqueue(records.Current);
                else if (Find(records.Current, section) is { ValueKind: JsonValueKind.Array } list)
                    list.EnumerateArray().ToList().ForEach(items.Enqueue);
            }

            Row++;
            place += section is null ? 0 : 1;
            Array.Clear(cells);
            Array.Clear(isOfRecord);
            var item = items.Dequeue();
            Broken = item.ValueKind == JsonValueKind.Object ? null : "malformed";
            if (Broken is null)
                Flatten(item);
            return true;
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw Unreadable(failure);
        }
    }

    public override void Need(IReadOnlySet<int> columns) => needed = columns;

    public override ReadOnlySpan<char> Cell(int column) => (uint)column < (uint)cells.Length ? cells[column].AsSpan().Trim() : default;

    protected override void Dispose(bool disposing) => records?.Dispose();

    private static IEnumerable<JsonElement> FileRecords(string path)
    {
        using var reader = new JsonRecords(File.OpenRead(path));
        while (reader.Next() is { } document)
        {
            using (document)
                yield return document.RootElement;
        }
    }

    /// <summary>The record's own columns, and those of the section's items.</summary>
    private void Name(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return;
        foreach (var (key, value) in Properties(record))
        {
            if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object))
                sections.Add(key);
        }

        if (section is null)
        {
            Flatten(record);
            return;
        }

        if (Find(record, section) is { ValueKind: JsonValueKind.Array } list)
            list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).ToList().ForEach(Flatten);
        foreach (var (key, _) in Properties(record).Where(property => IsSingle(property.Value)))
            Column(key);
    }

    private static bool IsSingle(JsonElement value) => value.ValueKind is not JsonValueKind.Object and not JsonValueKind.Array;

    /// <summary>A row into its cells; an item of a section has the cells of its record where it has none of its own.</summary>
    private void Flatten(JsonElement item)
    {
        foreach (var (key, value) in Properties(item))
            Put(key, value, isOneOfMany: false);
        if (section is null || isNaming)
            return;
        foreach (var (key, value) in Properties(records.Current).Where(property => IsSingle(property.Value)))
        {
            if (Column(key) is >= 0 and var column)
                isOfRecord[column] = cells[column] is null;
            Put(key, value, isOneOfMany: false);
        }
    }

    private void Put(string key, JsonElement value, bool isOneOfMany)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.String:
                Put(key, label, isOneOfMany);
                break;
            case JsonValueKind.Object:
                // An empty one is a column that nobody has filled.
                if (!value.EnumerateObject().Any())
                    Column(key);
                foreach (var inner in value.EnumerateObject())
                    Put(inner.Name.StartsWith($"{key}/", StringComparison.Ordinal) ? inner.Name : $"{key}/{inner.Name}", inner.Value, isOneOfMany);
                break;
            case JsonValueKind.Array:
                foreach (var inner in value.EnumerateArray())
                    Put(key, inner, isOneOfMany: true);
                break;
            default:
                Put(Column(key), value, isOneOfMany);
                break;
        }
    }

    private void Put(int column, JsonElement value, bool isOneOfMany)
    {
        if (isNaming || column < 0 || needed?.Contains(column) == false || value.ValueKind == JsonValueKind.Null)
            return;
        var text = Text(value);
        if (!isOneOfMany)
            cells[column] ??= text;
        else
            cells[column] = $"{(cells[column] is { } before ? $"{before[..^1]}, " : "[")}\"{text.Replace('"', '\'')}\"]";
    }

    private int Column(string key)
    {
        if (!columns.TryGetValue(key, out var column))
        {
            if (!isNaming)
                return -1;
            columns[key] = column = headers.Count;
            headers.Add(key);
        }

        return column;
    }

    private static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return value.GetRawText();
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half a surrogate pair.
            return "\uFFFD";
        }
    }

    /// <summary>A Primero record keeps its fields under «data».</summary>
    private static IEnumerable<(string Key, JsonElement Value)> Properties(JsonElement record)
    {
        foreach (var property in record.EnumerateObject())
        {
            if (property.Name != "data" || property.Value.ValueKind != JsonValueKind.Object)
            {
                yield return (property.Name, property.Value);
                continue;
            }

            foreach (var inner in property.Value.EnumerateObject())
                yield return (inner.Name, inner.Value);
        }
    }

    private static JsonElement? Find(JsonElement record, string key) =>
        record.ValueKind != JsonValueKind.Object ? null : Properties(record).Where(property => property.Key == key).Select(property => (JsonElement?)property.Value).FirstOrDefault();

    private SourceDataException Unreadable(Exception failure) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: cannot be read as JSON beyond record {Row} ({failure.GetType().Name}). It has to be a list of records, or an object with a list under results, result, data or value; it may be cut off. Export it again."));
}
