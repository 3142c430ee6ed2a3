namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What identifies a person: names of columns and forms of values (<c>identifiers/*.csv</c>). The program's own lists always hold; a folder may add to them.</summary>
internal sealed class Identifiers
{
    // Kinds that rules name; the files may have more.
    public const string NameOfPerson = "name of a person";
    public const string CaseCode = "case or survivor code";
    public const string DateOfBirth = "date of birth";

    // They guard every column, so they come from the program; a folder that can be edited cannot shorten them.
    private static readonly Lazy<Identifiers> Built = new(() =>
    {
        var faults = new DefinitionFaults();
        var names = IdentifierNames.Parse(Shipped(IdentifierNames.FileName), faults);
        var values = IdentifierValues.Parse(Shipped(IdentifierValues.FileName), faults, isShipped: true);
        faults.ThrowIfAny();
        return new(names, values);
    });

    private readonly IdentifierNames names;
    private readonly IdentifierValues values;

    private Identifiers(IdentifierNames names, IdentifierValues values) => (this.names, this.values) = (names, values);

    public static Identifiers BuiltIn => Built.Value;

    /// <summary>These and what a folder adds.</summary>
    public Identifiers With(string folder, DefinitionFaults faults) => new(
        Added(folder, IdentifierNames.FileName, faults) is { } moreNames ? names.With(IdentifierNames.Parse(moreNames, faults)) : names,
        Added(folder, IdentifierValues.FileName, faults) is { } moreValues ? values.With(IdentifierValues.Parse(moreValues, faults)) : values);

    /// <returns>How a column's name reads as an identifier; null when it does not. Of a path (<c>group/question</c>) the last part counts.</returns>
    public IdentifierName? Name(string column) => names.Find(column);

    /// <summary>The same of all words of a name.</summary>
    public IdentifierName? Name(List<string> words) => names.Find(words);

    /// <returns>The kind of identifier that a text is or holds, e.g. «telephone number»; null for none.</returns>
    public string? Value(string text, ValuePlace place) => values.Find(text, place);

    private static string? Added(string folder, string file, DefinitionFaults faults) =>
        File.Exists(Path.Combine(folder, file)) && DefinitionFile.Text(folder, file, faults) is { } text && text != Shipped(file) ? text : null;

    private static string Shipped(string file)
    {
        using var reader = new StreamReader(typeof(Identifiers).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}

/// <summary>What a text is mapped as. A code of eight digits may be an area and cannot be an answer.</summary>
internal enum ValuePlace
{
    /// <summary>Answer to a question: field.</summary>
    Answers,

    /// <summary>Organisation, reporting point, stratum, cluster.</summary>
    Names,

    /// <summary>Area.</summary>
    Places,
}
