namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reviewed changes of admin units (<c>places/changes.yaml</c>).</summary>
internal sealed class AreaChangesDefinition
{
    public const string Path = "places/changes.yaml";

    public List<AreaChange> Changes { get; init; } = [];

    /// <summary>The same units under other codes, at any time.</summary>
    public List<Recoding> Recoded { get; init; } = [];
}

/// <summary>Old units and the new ones that cover the same ground from a day on.</summary>
internal sealed class AreaChange
{
    public required AreaChangeKind Kind { get; init; }

    /// <summary>First day of the new units; its month belongs to them.</summary>
    public required DateOnly From { get; init; }

    /// <summary>P-codes. A code may stand on both sides: the unit keeps it and is another one.</summary>
    public required List<string> Old { get; init; }

    public required List<string> New { get; init; }
    public required string Reason { get; init; }

    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }

    public Period Month => Period.Containing(From, PeriodGrain.Month);

    /// <summary>Series of the units on both sides are not compared: they are not the same ground.</summary>
    public bool IsOtherGround => Kind is AreaChangeKind.Split or AreaChangeKind.Redrawn;

    public bool Names(string code) => Old.Contains(code) || New.Contains(code);
}

/// <summary>One to one, one to several, several to one, several to several.</summary>
internal enum AreaChangeKind { Renamed, Split, Merged, Redrawn }

/// <summary>Codes of another make for the same units; exactly one of codes and digits.</summary>
internal sealed class Recoding
{
    /// <summary>Code as written → P-code.</summary>
    public Dictionary<string, string> Codes { get; init; } = [];

    /// <summary>How many digits each level has, as written and in the P-codes.</summary>
    public DigitRule? Digits { get; init; }

    public required string Reason { get; init; }

    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }
}

/// <summary>After the letters of the country, the digits of admin 1, then those of admin 2: the number of each level stays, its zeros in front do not.</summary>
internal sealed class DigitRule
{
    public required List<int> From { get; init; }
    public required List<int> To { get; init; }

    /// <returns>NG008021 with [3, 3] → [2, 2]: NG0821. Null for a code of another length, or whose numbers do not fit.</returns>
    public string? Convert(string code, string country)
    {
        if (!code.StartsWith(country, StringComparison.Ordinal) || !code.AsSpan(country.Length).ContainsAnyInRange('0', '9') || code.AsSpan(country.Length).ContainsAnyExceptInRange('0', '9'))
            return null;
        var (rest, converted) = (code[country.Length..], country);
        for (var level = 0; level < Math.Min(From.Count, To.Count) && rest.Length > 0; level++)
        {
            if (rest.Length < From[level])
                return null;
            var number = rest[..From[level]].TrimStart('0');
            if (number.Length > To[level])
                return null;
            (rest, converted) = (rest[From[level]..], converted + number.PadLeft(To[level], '0'));
        }

        return rest.Length == 0 ? converted : null;
    }
}
