using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>The list of places that were not found: kept in the vault by source and file, for a person to turn into aliases.</summary>
internal static class UnmatchedPlaces
{
    /// <summary>A place with fewer rows in a file is not shown: it may be a household's own word for where it lives, and helps least.</summary>
    public const int FewestRows = 10;

    /// <summary>For the account of one file whose rows have been read.</summary>
    public static PlaceSummary Summary(SourceFile file)
    {
        if (file.Places is not { } places)
            return PlaceSummary.None;
        var unmatched = places.Unmatched(FewestRows);
        return new(
            new SortedDictionary<string, int>(places.Found, StringComparer.Ordinal),
            [.. unmatched.Where(text => text.Written is not null).Select(text => new UnmatchedPlace(text.Column, text.Rule, text.Written!, Magnitude.Of(text.Rows), Proposed(places.Proposals, text.Written!)))],
            unmatched.Where(text => text.Written is null).Sum(text => text.Count), unmatched.Where(text => text.Written is null).Sum(text => text.Rows));
    }

    /// <summary>Notes the places of a file in place of what its last reading noted.</summary>
    /// <returns>True when the note has changed.</returns>
    public static bool Note(Vault vault, string sourceId, SourceFile file, DateOnly on)
    {
        var now = file.Places?.Unmatched(FewestRows) ?? [];
        // Each state of a server has a hash of its own, and takes the place of the one before.
        var isState = file.Complete is not null;
        if (now.SequenceEqual(Read(vault.Connection).Where(place => place.SourceId == sourceId && (isState || place.FileHash == file.FileHash)).Select(place => place.Text)))
            return false;
        using var transaction = vault.Connection.BeginTransaction();
        using (var command = vault.Connection.CreateCommand())
        {
            command.CommandText = "delete from unmatched_place where source_id = $source and ($is_state or file_hash = $hash)";
            command.Parameters.Add(new DuckDBParameter("source", sourceId));
            command.Parameters.Add(new DuckDBParameter("is_state", isState));
            command.Parameters.Add(new DuckDBParameter("hash", file.FileHash));
            command.ExecuteNonQuery();
        }

        using (var appender = vault.Connection.CreateAppender("unmatched_place"))
        {
            foreach (var text in now)
            {
                appender.CreateRow().AppendValue(sourceId).AppendValue(file.FileHash).AppendValue(text.Column).AppendValue(text.Rule)
                    .AppendValue(text.Written).AppendValue((long)text.Rows).AppendValue((long)text.Count).AppendValue(on).EndRow();
            }
        }

        transaction.Commit();
        return true;
    }

    /// <returns>In the order in which they were noted.</returns>
    public static IReadOnlyList<NotedPlace> Read(DuckDBConnection vault)
    {
        using var command = vault.CreateCommand();
        command.CommandText = "select source_id, file_hash, column_name, rule, written, row_count, place_count from unmatched_place order by rowid";
        using var reader = command.ExecuteReader();
        var noted = new List<NotedPlace>();
        while (reader.Read())
        {
            noted.Add(new(reader.GetString(0), reader.GetString(1), new(
                reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4), (int)reader.GetInt64(5), (int)reader.GetInt64(6))));
        }

        return noted;
    }

    public static IReadOnlyList<PlaceProposal> Proposed(PlaceProposals proposals, string written) =>
        [.. proposals.For(written).Select(proposal => new PlaceProposal(proposal.Area.Code, proposal.Area.Name, proposal.Likeness))];
}

/// <summary>A place that was not found in a file.</summary>
internal sealed record NotedPlace(string SourceId, string FileHash, UnmatchedText Text);
