using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>How many enumerators of a file stand out. Their names or codes are compared in memory while it is read, and go with it.</summary>
/// <param name="Enumerators">Those with a row that was mapped.</param>
/// <param name="Judged">Of these, with ten interviews or more.</param>
/// <param name="RoundNumbers">Judged and with more than 35 % of their ages and sizes ending in 0 or 5.</param>
/// <param name="RepeatedAnswers">Judged and with one interview in ten or more that answers like the one before it.</param>
/// <param name="Outlying">Judged and far from the others in the mean of a number (five judged or more).</param>
internal sealed record EnumeratorCounts(int Enumerators, int Judged, int RoundNumbers, int RepeatedAnswers, int Outlying);

/// <summary>Columns of one mapping that tell who asked, and numbers that may be rounded.</summary>
internal sealed class EnumeratorColumns
{
    private readonly Dialect cells;
    private readonly int name;
    private readonly List<int> numbers;

    private EnumeratorColumns(string name, SourceDefinition source, StreamDefinition stream, Dialect cells, MappedColumns mapped)
    {
        (this.cells, this.name) = (cells, mapped.Needed(name, allowed: MayBe.Anything));
        // Ages and sizes: numbers put into bands, and numbers without a low ceiling (days of the week are not rounded).
        numbers = [.. from field in stream.Fields
                      where source.Fields.TryGetValue(field.Name, out _)
                      let mapping = source.Fields[field.Name]
                      where mapping.Column is not null && (mapping.Band || (field.Type is FieldType.Integer or FieldType.Decimal && field.Maximum is null or >= 20))
                      select mapped.Needed(mapping.Column!)];
    }

    /// <returns>Null for a mapping that does not name the column.</returns>
    public static EnumeratorColumns? Of(SourceDefinition source, StreamDefinition stream, Dialect cells, MappedColumns mapped) =>
        source.Quality?.Enumerator is { } name ? new(name, source, stream, cells, mapped) : null;

    public ReadOnlySpan<char> Name(SourceTable row) => cells.Of(row, name);

    public IEnumerable<decimal> Numbers(SourceTable row)
    {
        foreach (var column in numbers)
        {
            if (Number(cells.Of(row, column)) is { } value)
                yield return value;
        }
    }

    private decimal? Number(ReadOnlySpan<char> text) => cells.IsNoAnswer(text) ? null : NumberText.TryWhole(text, out var whole) ? whole : NumberText.TryDecimal(text, out var number) ? number : null;
}

/// <summary>Adds up the rows of a file by who asked.</summary>
internal sealed class EnumeratorTally
{
    /// <summary>Fewer interviews say nothing about a person.</summary>
    private const int JudgedFrom = 10;

    /// <summary>Fewer people give no idea of what is usual among them.</summary>
    private const int ComparedFrom = 5;

    /// <summary>Numbers below ten are mostly counted, not rounded.</summary>
    private const decimal RoundedFrom = 10;

    /// <summary>One in five ends in 0 or 5 by chance. 35 % is a Whipple index of 175, «very rough» in the United Nations' scale.</summary>
    private const double RoundLimit = 0.35;

    private const int RoundFromNumbers = 20;
    private const double RepeatLimit = 0.10;

    /// <summary>Short questionnaires answer alike by chance.</summary>
    private const int RepeatFromAnswers = 10;

    /// <summary>A column with more names is none of people who ask; those beyond are not looked at, so that they do not fill the memory.</summary>
    private const int MostEnumerators = 10_000;

    private readonly Dictionary<string, Enumerator> enumerators = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Means of each number field by enumerator, in the order of their first row; NaN where nothing was answered.</summary>
    public IEnumerable<IReadOnlyList<double>> Means => enumerators.Values.OrderBy(enumerator => enumerator.FirstRow).Select(enumerator => enumerator.Means);

    public void Add(EnumeratorColumns columns, SourceTable row, SourceRow mapped)
    {
        var name = columns.Name(row);
        if (name.IsEmpty)
            return;
        var byName = enumerators.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!byName.TryGetValue(name, out var enumerator) && enumerators.Count == MostEnumerators)
            return;
        if (enumerator is null)
            byName[name] = enumerator = new Enumerator(mapped.Row, mapped.Values.Length);
        enumerator.Add(mapped.Values);
        foreach (var number in columns.Numbers(row).Where(number => number >= RoundedFrom))
            enumerator.AddNumber(number % 5 == 0);
    }

    public EnumeratorCounts Counts()
    {
        var judged = enumerators.Values.Where(enumerator => enumerator.Interviews >= JudgedFrom).OrderBy(enumerator => enumerator.FirstRow).ToList();
        return new(
            enumerators.Count, judged.Count,
            judged.Count(enumerator => enumerator.Numbers >= RoundFromNumbers && enumerator.RoundNumbers > RoundLimit * enumerator.Numbers),
            judged.Count(enumerator => enumerator.Repeats >= RepeatLimit * enumerator.Interviews),
            judged.Count < ComparedFrom ? 0 : Outlying(judged));
    }

    private static int Outlying(List<Enumerator> judged)
    {
        var outlying = new HashSet<int>();
        for (var field = 0; field < judged[0].Means.Count; field++)
        {
            var means = judged.Select((enumerator, at) => (At: at, Mean: enumerator.Means[field])).Where(item => !double.IsNaN(item.Mean)).ToList();
            var standOut = means.Count < ComparedFrom ? [] : Robust.StandOut([.. means.Select(item => item.Mean)]);
            outlying.UnionWith(means.Zip(standOut).Where(pair => pair.Second).Select(pair => pair.First.At));
        }

        return outlying.Count;
    }

    private sealed class Enumerator(int firstRow, int fields)
    {
        private readonly (double Sum, int Count)[] numbers = new (double, int)[fields];
        private object?[] last = [];

        public int FirstRow => firstRow;
        public int Interviews { get; private set; }
        public int Repeats { get; private set; }
        public int Numbers { get; private set; }
        public int RoundNumbers { get; private set; }
        public IReadOnlyList<double> Means => [.. numbers.Select(number => number.Count == 0 ? double.NaN : number.Sum / number.Count)];

        public void Add(object?[] values)
        {
            Interviews++;
            if (values.SequenceEqual(last) && Answers(values) >= RepeatFromAnswers)
                Repeats++;
            last = values;
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is long or decimal)
                    numbers[i] = (numbers[i].Sum + Convert.ToDouble(values[i], CultureInfo.InvariantCulture), numbers[i].Count + 1);
            }
        }

        public void AddNumber(bool isRound)
        {
            Numbers++;
            RoundNumbers += isRound ? 1 : 0;
        }

        /// <summary>Answers in a row: a list of items counts each of them.</summary>
        private static int Answers(object?[] values) =>
            values.Sum(value => value switch { null => 0, string text => text.AsSpan().Trim().Length == 0 ? 0 : text.AsSpan().Count(' ') + 1, _ => 1 });
    }
}
