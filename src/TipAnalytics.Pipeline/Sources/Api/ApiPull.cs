using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources.Api;

/// <summary>Pulls a source from its server, whole, before anything of it is stored. What is held are mapped rows, and one page at a time; nothing goes to the
/// disk, so a pull that breaks leaves nothing and the next one begins anew.</summary>
internal sealed class ApiPull(SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys)
{
    private const int Pulls = 3;

    // About 1 GiB of mapped rows.
    private const int MostRecords = 2_000_000;

    private readonly ApiDefinition api = source.Api!;

    /// <param name="say">Takes records read so far and records expected.</param>
    /// <returns>The records in the server's order (the first is row 1), under a hash of what was mapped of them.</returns>
    /// <exception cref="SourceDataException">Nothing was pulled; says why and what to do.</exception>
    public SourceFile Read(TimeProvider clock, Action<long, long> say, CancellationToken cancel)
    {
        using var client = new ApiClient(source, ApiToken.Read(api, source, setup.Operation.Folder), clock, cancel);
        for (var pull = 1; ; pull++)
        {
            try
            {
                return Once(client, say);
            }
            catch (RecordsMovedException) when (pull < Pulls)
            {
                // Somebody deleted or added records in between.
            }
            catch (RecordsMovedException)
            {
                throw client.Refusal("records kept changing places while they were read, three times. Pull at a calmer hour; the next run tries again");
            }
        }
    }

    /// <summary>The server's own conventions, with those of the names of questions where the mapping shows that they are known ones.</summary>
    private Dialect Spoken(string name)
    {
        var dialects = setup.Catalogue.Dialects;
        var tool = dialects.First(dialect => dialect.Id == (api.Kind == ApiKind.Kobo ? "kobo" : "primero"));
        var declared = dialects.FirstOrDefault(dialect => dialect.Id == source.Dialect && dialect.Names);
        return new DialectRecognition([.. dialects.Where(dialect => dialect.Names), tool], new FileSigns(name, "json", null, [], [.. source.AllColumns], [])).With(declared, tool);
    }

    private SourceFile Once(ApiClient client, Action<long, long> say)
    {
        var name = $"{api.Title} {(api.Kind == ApiKind.Kobo ? api.Asset : YamlBinder.Word(api.RecordType!))}";
        var rows = new List<SourceRow>();
        using var table = new PagedTable(api.Title, [.. source.AllColumns]);
        var spoken = Spoken(name);
        var mappers = Mappers(table.Headers);
        // What a mapping names stands in the table in any case; what is in no record is asked for at the end.
        mappers.RequireAll(mayOmit: true);
        foreach (var page in ApiPages.Of(client, source))
        {
            if (page.Records.Count == 0)
                continue;
            if (rows.Count + page.Records.Count > MostRecords)
                throw client.Refusal(string.Create(CultureInfo.InvariantCulture, $"there are more than {MostRecords} records. Take them as an export file"));
            table.Turn(JsonTable.OfRecords(name, page.Records));
            while (table.Read())
                rows.Add(mappers.Map(table));
            say(rows.Count, page.Expected);
        }

        if (rows.Count == 0)
            throw client.Refusal("there is no record. If that is right, remove «api» or the records by hand: an account that lost its rights looks the same");
        var (columns, seen) = (new ColumnNames([.. table.Seen]), Mappers([.. table.Seen]));
        var hash = RowsHash.Of(rows);
        var omitted = seen.RequireAll(mayOmit: true);
        var dialect = $"{spoken.Title}, {table.Format}{(omitted.Count > 0 ? $"; in no record: {string.Join(", ", omitted)}" : "")}";
        return new SourceFile(name, hash, dialect, columns.Except(seen.Positions), [], rows, mappers.Emptied) { Complete = Completeness.All, Enumerators = mappers.Enumerators, Places = mappers.Places };

        RowMappers Mappers(IReadOnlyList<string> headers) => new(source, stream, setup, keys, spoken, headers, null, name, "");
    }
}
