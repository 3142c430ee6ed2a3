namespace TipAnalytics.Pipeline.Definitions;

/// <summary>How a tool writes its exports, and by what signs one is known (an entry of <c>dialects.yaml</c>).</summary>
internal sealed class DialectDefinition
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>The signs are names of questions, which any tool may have exported: the conventions of that tool are added.</summary>
    public bool Names { get; init; }

    /// <summary>Texts that stand for an empty cell, without regard to case.</summary>
    public List<string> Nothing { get; init; } = [];

    /// <summary>Numbers that mean «don't know» or «refused»: no value, unless the mapping gives the number a meaning.</summary>
    public List<string> NoAnswer { get; init; } = [];

    /// <summary>Format of days where the source definition names none; null: ISO 8601.</summary>
    public string? DayFormat { get; init; }

    /// <summary>An apostrophe before text is taken off.</summary>
    public bool Apostrophe { get; init; }

    /// <summary>0 in all 0/1 columns of a question does not say that it was asked.</summary>
    public bool ZeroWhenUnasked { get; init; }

    /// <summary>Rows with these values are rejected under the rule named, where the file has the column.</summary>
    public Dictionary<string, ColumnValues> Refuse { get; init; } = [];

    /// <summary>Columns by which rows of repeat groups know their parents.</summary>
    public List<DialectJoin> Joins { get; init; } = [];

    /// <summary>Any one is enough.</summary>
    public List<DialectSign> Signs { get; init; } = [];
}

internal sealed class DialectJoin
{
    public required string Child { get; init; }
    public required string Parent { get; init; }

    /// <summary>Both are the first columns of their tables.</summary>
    public bool First { get; init; }
}

/// <summary>What a file has to show, all of it. Names and values may hold <c>*</c> for any letters.</summary>
internal sealed class DialectSign
{
    /// <summary>csv, workbook, json or spss.</summary>
    public string? File { get; init; }

    public string? Separator { get; init; }
    public string? FirstColumn { get; init; }
    public List<string> Columns { get; init; } = [];
    public List<string> Sheets { get; init; } = [];

    /// <summary>One of them is the value of a cell in the first rows.</summary>
    public List<string> Values { get; init; } = [];
}

/// <summary>The dialects in the order in which they are asked (<c>dialects.yaml</c>); the last has no signs and is any table.</summary>
internal static class DialectFile
{
    public const string FileName = "dialects.yaml";

    /// <exception cref="DefinitionException">The file is missing or faulty.</exception>
    public static IReadOnlyList<DialectDefinition> Load(string catalogueFolder)
    {
        var faults = new DefinitionFaults();
        var dialects = Load(catalogueFolder, faults);
        faults.ThrowIfAny();
        return dialects;
    }

    internal static IReadOnlyList<DialectDefinition> Load(string catalogueFolder, DefinitionFaults faults)
    {
        if (DefinitionFile.Read<DialectList>(catalogueFolder, FileName, faults) is not { } file)
            return [];
        var dialects = file.Value.Dialects;
        for (var i = 0; i < dialects.Count; i++)
        {
            var (dialect, at) = (dialects[i], FormattableString.Invariant($"{i}"));
            if (dialects.FindIndex(other => other.Id == dialect.Id) < i)
                file.Fault($"the dialect \"{dialect.Id}\" stands twice", "dialects", at, "id");
            if (dialect.Signs.Count == 0 != (i == dialects.Count - 1))
                file.Fault("every dialect but the last needs signs, and the last, which any table is, has none", "dialects", at);
            foreach (var rule in dialect.Refuse.Keys.Where(rule => !Vocabulary.SqlName().IsMatch(rule)))
                file.Fault($"the rule \"{rule}\" has to be lower-case letters, digits and _", "dialects", at, "refuse", rule);
        }

        return dialects;
    }

    private sealed class DialectList
    {
        public required List<DialectDefinition> Dialects { get; init; }
    }
}
