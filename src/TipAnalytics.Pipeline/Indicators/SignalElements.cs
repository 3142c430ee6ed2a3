using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Rule PG-6: no indicator may put the whole legal definition together (adults: act, means and purpose; under 18: act and purpose). What counts is what the
/// engine reads of the streams, whatever columns are called on the way, and what the streams and code lists say their fields and codes tell of.</summary>
internal static class SignalElements
{
    private const int ProbeRecords = 300;
    private const string Adult = "adult";

    private static readonly string[] OfAdults = ["act", "means", "purpose"];
    private static readonly string[] OfChildren = ["act", "purpose"];

    /// <param name="connection">With empty streams and the models on them; it is left as it was.</param>
    /// <param name="used">Fields the indicator rests on.</param>
    /// <returns>One message a fault.</returns>
    public static IEnumerable<string> Check(DuckDBConnection connection, Catalogue catalogue, IndicatorDefinition indicator, IReadOnlyList<(StreamDefinition Stream, FieldDefinition Field)> used)
    {
        if (indicator.Kind != IndicatorKind.Share || indicator.Stream is not { } id)
            yield break;
        var stream = catalogue.Streams[id];
        var probe = new Probe(connection, catalogue, stream);
        foreach (var part in indicator.Parts)
        {
            string[] asked = [part.Base!, part.Signal!];
            var read = probe.Elements(indicator.Model!, asked, FieldLineage.Of(connection, catalogue, indicator.Model!, asked));
            if (!read.Contains(part.Element))
                yield return $"{indicator.Id} calls «{part.Says}» {part.Element}, but the fields behind it tell of {Words(read)}. Say in \"element\" what its stream says of them.";
        }

        var isAdult = false;
        if (indicator.Parts.Count > 0 && indicator.Parts.TrueForAll(part => part.About == Adult) && AgeField(stream, catalogue) is { } age)
        {
            isAdult = !probe.LetsIn(indicator, age);
            if (!isAdult)
                yield return $"{indicator.Id} says that its parts are about adults, but its universe lets in records where {age.Name} is another or unknown. Add {age.Name} = '{Adult}' to the universe.";
        }

        var all = probe.Elements(indicator.Model!, [.. indicator.Expressions, .. indicator.DisaggregateBy], used);
        all.UnionWith(indicator.Parts.Select(part => part.Element));
        if (OfAdults.All(all.Contains) || (!isAdult && OfChildren.All(all.Contains)))
        {
            yield return $"{indicator.Id} brings {Words(all.Where(OfAdults.Contains))} together{(isAdult ? "" : ", and children or unknown ages may be among its records")}: that is a whole legal definition, which no figure may assemble (rule PG-6: "
                + "adults act, means and purpose; under 18 act and purpose). Leave an element out.";
        }
    }

    /// <summary>Field that tells adults from children.</summary>
    private static FieldDefinition? AgeField(StreamDefinition stream, Catalogue catalogue) =>
        stream.Fields.Find(field => field.Codes is { } list && catalogue.CodeLists[list].Entries.Select(entry => entry.Code).ToHashSet().SetEquals(["child", Adult]));

    private static string Words(IEnumerable<string> elements) =>
        string.Join(", ", elements.OrderBy(element => Array.IndexOf(Vocabulary.Elements, element)).DefaultIfEmpty("nothing"));

    /// <summary>Invented records of a stream, to see what changes a figure. No record stays behind.</summary>
    private sealed class Probe(DuckDBConnection connection, Catalogue catalogue, StreamDefinition stream)
    {
        private readonly string table = $"\"rec_{stream.Id}\"";
        private bool isFilled;

        /// <summary>What the fields tell of that expressions over a model read. Of a field whose codes have an element each, only those count whose codes change what
        /// the expressions say.</summary>
        public HashSet<string> Elements(string model, IReadOnlyList<string> asked, IReadOnlyList<(StreamDefinition Stream, FieldDefinition Field)> used)
        {
            var fields = used.Where(field => field.Stream.Id == stream.Id).Select(field => field.Field).ToList();
            var elements = fields.Select(field => field.Element).OfType<string>().Where(element => element != Vocabulary.ElementByCode).ToHashSet(StringComparer.Ordinal);
            foreach (var field in fields.Where(field => field.Element == Vocabulary.ElementByCode))
            {
                Fill();
                var whole = Answers(model, asked);
                var codes = catalogue.CodeLists[field.Codes!].Entries;
                foreach (var element in codes.Select(code => code.Element!).Distinct().Where(element => !elements.Contains(element)).ToList())
                {
                    Sql.Run(connection, Without(field, [.. codes.Where(code => code.Element == element).Select(code => code.Code)]));
                    if (!Answers(model, asked).SequenceEqual(whole))
                        elements.Add(element);
                    Empty();
                    Fill();
                }

                Empty();
            }

            return elements;
        }

        /// <summary>Whether a record of a child, or of somebody whose age is not known, is in the universe.</summary>
        public bool LetsIn(IndicatorDefinition indicator, FieldDefinition age)
        {
            Fill();
            var count = Sql.Read(
                connection,
                $"select count(*) from (select record_id from {indicator.Model} where coalesce((\n{indicator.Universe ?? "true"}\n), false)) inner join {table} as record using (record_id) where record.{age.Name} is distinct from '{Adult}'",
                row => row.GetInt64(0)).Single();
            Empty();
            return count > 0;
        }

        private List<string> Answers(string model, IEnumerable<string> expressions) =>
            [.. Sql.Read(
                connection,
                $"select concat_ws('|', record_id, period_start, {string.Join(", ", expressions.Select(part => $"coalesce(cast((\n{part}\n) as varchar), 'null')"))}) as answer from {model} order by answer",
                row => row.GetString(0))];

        private void Empty()
        {
            if (isFilled)
                Sql.Run(connection, $"delete from {table}");
            isFilled = false;
        }

        /// <summary>The same records each time: every code alone and with others, and no answer.</summary>
        private void Fill()
        {
            if (isFilled)
                return;
            var random = new Random(6);
            var rows = Enumerable.Range(1, ProbeRecords).Select(record =>
                string.Create(CultureInfo.InvariantCulture, $"({record}, 'probe', date '2024-01-01', 'X', date '2024-01-01'{string.Concat(stream.Fields.Select(field => ", " + Value(field, random)))})")).ToList();
            Sql.Run(connection, $"insert into {table} (record_id, source_id, period_start, area_code, shown_from{string.Concat(stream.Fields.Select(field => $", \"{field.Name}\""))}) values {string.Join(", ", rows)}");
            isFilled = true;
        }

        private string Value(FieldDefinition field, Random random)
        {
            if (field.Type is FieldType.Month)
                return "null";
            if (field.Type is FieldType.Integer or FieldType.Decimal)
                return random.Next((int)(field.Minimum ?? 0), (int)(field.Maximum ?? 9) + 1).ToString(CultureInfo.InvariantCulture);
            var codes = catalogue.CodeLists[field.Codes!].Entries.Select(entry => entry.Code).ToList();
            if (random.Next(10) == 0)
                return "null";
            return field.Type switch
            {
                FieldType.Code => Literal(codes[random.Next(codes.Count)]),
                FieldType.Codes => Literal(string.Join(' ', codes.Where(_ => random.Next(5) == 0).Order(StringComparer.Ordinal))),
                _ => Literal(string.Join(' ', catalogue.CodeLists[field.Items!].Entries.Where(_ => random.Next(5) == 0).Select(item => $"{item.Code}:{codes[random.Next(codes.Count)]}").Order(StringComparer.Ordinal))),
            };
        }

        /// <summary>Takes codes out of a field of several; puts another in their place in a field of one.</summary>
        private string Without(FieldDefinition field, IReadOnlyList<string> codes)
        {
            var list = string.Join(", ", codes.Select(Literal));
            var other = catalogue.CodeLists[field.Codes!].Entries.FirstOrDefault(entry => !codes.Contains(entry.Code))?.Code;
            return field.Type == FieldType.Codes
                ? $"update {table} set {field.Name} = array_to_string(list_filter(string_split({field.Name}, ' '), code -> code not in ({list})), ' ')"
                : $"update {table} set {field.Name} = {(other is null ? "null" : Literal(other))} where {field.Name} in ({list})";
        }

        private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
